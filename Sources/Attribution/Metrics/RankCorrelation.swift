/// Spearman's rank correlation of two lists of equal length, −1…1.
///
/// It is Pearson's correlation of the ranks; equal values get the mean of their ranks. It is NaN
/// for fewer than two values, for a list of equal values, or if a value is NaN.
/// Spearman 1904, The Proof and Measurement of Association between Two Things.
package func spearman(_ a: [Float], _ b: [Float]) -> Double {
  precondition(
    a.count == b.count, "lists of \(a.count) and \(b.count) values can't be compared")
  guard !a.contains(where: \.isNaN), !b.contains(where: \.isNaN) else { return .nan }
  return pearson(averageRanks(a), averageRanks(b))
}

/// Pearson's correlation of two lists of equal length, −1…1.
///
/// NaN for fewer than two values or if either list is constant.
package func pearson(_ a: [Double], _ b: [Double]) -> Double {
  precondition(
    a.count == b.count, "lists of \(a.count) and \(b.count) values can't be compared")
  guard a.count > 1 else { return .nan }
  let count = Double(a.count)
  let firstMean = a.reduce(0, +) / count
  let secondMean = b.reduce(0, +) / count
  var covariance = 0.0
  var firstSpread = 0.0
  var secondSpread = 0.0
  for (first, second) in zip(a, b) {
    covariance += (first - firstMean) * (second - secondMean)
    firstSpread += (first - firstMean) * (first - firstMean)
    secondSpread += (second - secondMean) * (second - secondMean)
  }
  guard firstSpread > 0, secondSpread > 0 else { return .nan }
  return min(max(covariance / (firstSpread * secondSpread).squareRoot(), -1), 1)
}

/// Ascending rank of each value, from 1; equal values get the mean of their ranks.
package func averageRanks(_ values: [Float]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
    start = end
  }
  return ranks
}
