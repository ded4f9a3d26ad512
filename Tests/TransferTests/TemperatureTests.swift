import Testing
import Transfer

@Suite struct TemperatureTests {
  /// Two classes, logits (±m/2), 15 of 20 right: the loss is least where σ(m/T) = 15/20.
  @Test(arguments: [(4.0, 3.6409569), (0.5, 0.4551196)])
  func theTemperatureIsThatOfItsDefinition(margin: Double, expected: Double) throws {
    let labels = (0..<20).map { $0 % 4 == 0 ? 1 : 0 }
    let logits = labels.flatMap { _ in [Float(margin / 2), Float(-margin / 2)] }
    let fitted = try #require(Temperature(logits: logits, classes: 2, labels: labels))
    // margin ÷ ln 3
    #expect(abs(fitted.value - expected) < 1e-3)
    // −(3 ln 0.75 + ln 0.25) ÷ 4
    #expect(abs(fitted.lossAfter - 0.5623351) < 1e-6)
    #expect(fitted.lossAfter < fitted.lossBefore)
  }

  @Test func fewImagesGiveNoTemperature() {
    let labels = [Int](repeating: 0, count: 19)
    let logits = [Float](repeating: 1, count: 38)
    #expect(Temperature(logits: logits, classes: 2, labels: labels) == nil)
  }

  @Test func separatedClassesKeepTheTemperatureInItsRange() throws {
    let labels = (0..<30).map { $0 % 3 }
    let logits = labels.flatMap { label in (0..<3).map { Float($0 == label ? 5 : 0) } }
    let fitted = try #require(Temperature(logits: logits, classes: 3, labels: labels))
    #expect(Temperature.range.contains(fitted.value))
    // The loss is zero to the precision of numbers from about 0.15 downwards.
    #expect(fitted.value < 0.2 && fitted.lossAfter < 1e-9)
  }

  @Test func softeningDividesTheLogits() {
    let classifier = LinearClassifier(classes: 2, width: 1, weights: [2, -4], biases: [1, 3])
    var table = FeatureTable(width: 1)
    table.append([0.5], label: 0)
    #expect(classifier.logits(table) == [2, 1])
    #expect(classifier.softened(by: 2).logits(table) == [1, 0.5])
  }

  @Test func everyRowIsJudgedByOneFoldThatHasEveryClass() {
    let labels = [0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2]
    var generator = SystemRandomNumberGenerator()
    let folds = StratifiedSplit.folds(4, labels: labels, using: &generator)
    #expect(folds.count == 4)
    #expect(folds.flatMap(\.validation).sorted() == Array(labels.indices))
    for fold in folds {
      #expect((fold.training + fold.validation).sorted() == Array(labels.indices))
      #expect(Set(fold.training.map { labels[$0] }) == [0, 1, 2])
      #expect([2, 3].contains(fold.validation.count))
    }
  }
}
