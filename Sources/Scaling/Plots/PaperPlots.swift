import Figures
import Support

/// The paper's figures and tables as plots.
package enum PaperPlots {
  package enum Quantity: String, Hashable, Sendable, CaseIterable {
    /// As in Figure 1.
    case parameters
    /// As in Figure 5.
    case macs

    var label: String {
      self == .parameters ? "Parameters (millions)" : "Multiply-adds (billions)"
    }

    var unit: Double { self == .parameters ? 1e6 : 1e9 }
  }

  /// Table 2: accuracy over parameters or multiply-adds, with the printed ratios as arrows.
  ///
  /// `own` adds points: x in parameters or multiply-adds, y in per cent.
  package static func imageNet(
    _ quantity: Quantity, isLogarithmic: Bool = true, ratios: Bool = true, own: [PlotPoint] = []
  ) -> Plot {
    func point(_ row: ImageNetResult) -> PlotPoint? {
      let count = quantity == .parameters ? row.parameters : row.macs
      return count.map {
        let label = row.model.hasPrefix("EfficientNet-") ? row.model.dropFirst(13) : row.model[...]
        return PlotPoint($0.value / quantity.unit, row.top1, label: String(label))
      }
    }
    let rows = ImageNetResult.all
    var series = [
      PlotSeries("EfficientNet", rows.filter(\.isEfficientNet).compactMap(point), color: 0),
      PlotSeries(
        "compared with", rows.filter { !$0.isEfficientNet }.compactMap(point), color: 1,
        marker: .square, isJoined: false),
    ]
    if !own.isEmpty {
      let scaled = own.map { PlotPoint($0.x / quantity.unit, $0.y, label: $0.label) }
      series.append(PlotSeries("your own", scaled, color: 2, marker: .diamond, isJoined: false))
    }
    return Plot(
      title:
        "Table 2: \(quantity == .parameters ? "model size" : "multiply-adds") against ImageNet accuracy",
      x: PlotAxis(quantity.label, isLogarithmic: isLogarithmic),
      y: PlotAxis("Top-1 accuracy (%)"), series: series,
      notes: ratios ? imageNetNotes(quantity, point) : [],
      caption: PaperTable.imageNet.source.line)
  }

  /// The largest printed ratios, as quoted in the paper's text.
  private static func imageNetNotes(
    _ quantity: Quantity, _ point: (ImageNetResult) -> PlotPoint?
  ) -> [PlotNote] {
    let names = quantity == .parameters ? ["GPipe", "ResNet-152"] : ["ResNeXt-101", "ResNet-152"]
    return names.compactMap { name in
      guard let row = ImageNetResult.all.first(where: { $0.model == name }),
        let own = ImageNetResult.all.first(where: { $0.group == row.group && $0.isEfficientNet }),
        let from = point(row), let to = point(own),
        let ratio = quantity == .parameters ? row.parameterRatio : row.macsRatio
      else { return nil }
      let text = ratio >= 10 ? String(Int(ratio)) : TickLabel.text(ratio, step: 0.1)
      return PlotNote(
        from: from, to: to, text: text + (quantity == .parameters ? "x smaller" : "x fewer"))
    }
  }

  /// Figure 3 in one diagram: B0 scaled by width, depth or resolution alone.
  package static let figure3 = scaling(
    "Figure 3: scaling one dimension of the baseline", FigurePoint.figure3,
    ["width", "depth", "resolution"], .figure3)

  /// Figure 3 as the paper prints it: a panel for each of width, depth and resolution, on one scale of
  /// accuracy.
  package static let figure3Panels = ["width", "depth", "resolution"].enumerated().map {
    index, name in
    var plot = scaling(
      index == 0 ? "Figure 3: scaling by width" : "by \(name)",
      FigurePoint.figure3, [name], .figure3)
    plot.y.range = 75.5...80.8
    plot.series[0].color = index
    if index > 0 { plot.caption = "" }
    return plot
  }

  /// Table 3: existing networks scaled in one or all dimensions.
  package static let table3: Plot = {
    let models = ScalingResult.all.map(\.model).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    let markers: [PlotSeries.Marker] = [.disc, .square, .triangle]
    return Plot(
      title: "Table 3: scaling up MobileNets and ResNet",
      x: PlotAxis("Multiply-adds as printed (billions)", isLogarithmic: true),
      y: PlotAxis("Top-1 accuracy (%)"),
      series: models.enumerated().map { index, model in
        PlotSeries(
          model,
          ScalingResult.all.filter { $0.model == model }.map { row in
            PlotPoint(row.macs.value / 1e9, row.top1, label: row.shortLabel)
          }, color: index, marker: markers[index % markers.count], isJoined: false)
      },
      caption: PaperTable.scaling.source.line)
  }()

  /// Figure 4: width scaled under four settings of depth and resolution.
  package static let figure4 = scaling(
    "Figure 4: scaling width under other depths and resolutions", FigurePoint.figure4,
    ["d=1.0, r=1.0", "d=1.0, r=1.3", "d=2.0, r=1.0", "d=2.0, r=1.3"], .figure4)

  /// Figure 8: four methods of scaling the baseline.
  package static let figure8 = scaling(
    "Figure 8: scaling EfficientNet-B0 with different methods", FigurePoint.figure8,
    ["scale by width", "scale by depth", "scale by resolution", "compound scaling"], .figure8,
    labelling: ["compound scaling"])

  /// Figure 6: parameters against accuracy on one of the transfer data sets.
  package static func transfer(_ dataSet: DataSet) -> Plot {
    let points = FigurePoint.figure6.filter { DataSet.key(of: $0.series) == dataSet.key }
    func chosen(_ isOwn: Bool) -> [PlotPoint] {
      points.filter { $0.label.hasPrefix("EfficientNet") == isOwn }.map { point in
        let label = isOwn ? String(point.label.dropFirst(13)) : point.label
        return PlotPoint(point.x, point.accuracy, label: label)
      }
    }
    return Plot(
      title: "Figure 6: transfer to \(dataSet.name)",
      x: PlotAxis("Parameters without classifier (millions)", isLogarithmic: true),
      y: PlotAxis("Accuracy (%)"),
      series: [
        PlotSeries("EfficientNet", chosen(true), color: 0),
        PlotSeries("compared with", chosen(false), color: 1, marker: .square, isJoined: false),
      ], caption: PaperTable.figure6.source.line)
  }

  /// Accuracy over multiply-adds, with one line for each of the series `names`; points have labels in
  /// the series `labelling`, or in all.
  private static func scaling(
    _ title: String, _ points: [FigurePoint], _ names: [String], _ table: PaperTable,
    labelling labelled: [String]? = nil
  ) -> Plot {
    let markers: [PlotSeries.Marker] = [.disc, .square, .triangle, .diamond]
    let series = names.enumerated().map { index, name in
      PlotSeries(
        name,
        points.filter { $0.series == name }.map { point in
          let isLabelled = labelled?.contains(name) ?? true
          return PlotPoint(point.x, point.accuracy, label: isLabelled ? point.shortLabel : "")
        }, color: index, marker: markers[index % markers.count])
    }
    return Plot(
      title: title, x: PlotAxis("Multiply-adds (billions)"), y: PlotAxis("Top-1 accuracy (%)"),
      series: series, caption: table.source.line)
  }
}
