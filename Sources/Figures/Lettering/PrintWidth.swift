import Support

/// The width of a figure in print, as it is written: `85mm`, `3.3in`, `240pt` or `1000px`.
package struct PrintWidth: Hashable, Sendable {
  package enum Unit: String, Hashable, Sendable, CaseIterable {
    case millimetres = "mm"
    case centimetres = "cm"
    case inches = "in"
    /// 1/72 of an inch.
    case points = "pt"
    case pixels = "px"
  }

  package let amount: Double
  package let unit: Unit

  package init(_ amount: Double, _ unit: Unit) { (self.amount, self.unit) = (amount, unit) }

  /// Reads `text`, in pixels without a unit; nil if it is no width.
  package init?(_ text: String) {
    let unit = Unit.allCases.first { text.hasSuffix($0.rawValue) }
    let digits = unit.map { text.dropLast($0.rawValue.count) } ?? text[...]
    guard let amount = Double(digits), amount.isFinite, amount > 0 else { return nil }
    self.init(amount, unit ?? .pixels)
  }

  package var text: String {
    let isWhole = amount == amount.rounded() && amount < 1e9
    return (isWhole ? String(Int(amount)) : "\(amount)") + unit.rawValue
  }

  /// Pixels at `dotsPerInch`, at least 1.
  package func pixels(at dotsPerInch: Int) -> Int {
    let dots = Double(dotsPerInch)
    let count =
      switch unit {
      case .millimetres: amount / 25.4 * dots
      case .centimetres: amount / 2.54 * dots
      case .inches: amount * dots
      case .points: amount / 72 * dots
      case .pixels: amount
      }
    return Int(min(max(count.rounded(), 1), 1e9))
  }

  /// The width of a column of most journals.
  package static let column = PrintWidth(85, .millimetres)
  package static let standardDotsPerInch = 300
  package static let densities = 36...2400
}

/// The size of a printed figure: a width at a number of pixels per inch.
package struct PrintSize: Hashable, Sendable {
  package let pixels, dotsPerInch: Int

  package init(_ width: PrintWidth, dotsPerInch: Int?) {
    self.dotsPerInch = dotsPerInch ?? PrintWidth.standardDotsPerInch
    pixels = width.pixels(at: self.dotsPerInch)
  }

  /// Pixels per point.
  package var scale: Double { Double(dotsPerInch) / 72 }

  /// Width in points of 1/72 inch.
  package var points: Double { Double(pixels) / scale }

  /// Size in points of plain letters in print.
  package static let lettering = 7.0
}
