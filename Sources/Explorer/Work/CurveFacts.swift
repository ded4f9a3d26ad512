/// How the class's probability changes as the map's pixels come back, and as they go.
package struct CurveFacts: Equatable, Sendable {
  /// One curve: probabilities at equal steps from no pixel to all, and the area below.
  package struct Curve: Equatable, Sendable {
    package var probabilities: [Double]
    package var area: Double

    package init(probabilities: [Double], area: Double) {
      self.probabilities = probabilities
      self.area = area
    }
  }

  package var question: MapQuestion
  package var insertion: Curve
  package var deletion: Curve

  package init(question: MapQuestion, insertion: Curve, deletion: Curve) {
    self.question = question
    self.insertion = insertion
    self.deletion = deletion
  }
}
