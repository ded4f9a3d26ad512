import Architectures
import Terminal

/// The list of methods or layers beside the map, which follows the cursor.
package struct MapPicker: Equatable, Sendable {
  package enum Subject: Sendable { case method, layer }

  package var subject: Subject
  /// The choice that Escape restores.
  var former: CAMState.Choice
  /// Index in the list of methods or layers.
  package var cursor: Int
}

/// A line of a picker's list.
package struct PickerRow: Equatable, Sendable {
  /// The method or layer; nil for the heading of a group.
  package var index: Int?
  package var text: String
  package var note = ""
  /// Whether it can be had as it is.
  package var isPossible = true
}

extension CAMScreen {
  /// The methods by family, with their cost at the chosen layer and what they can't do there.
  package var methodRows: [PickerRow] {
    let wanted = cam.choice.layer ?? stages.last ?? ""
    var rows: [PickerRow] = []
    var family: MethodMeaning.Family?
    for (index, method) in cam.methods.enumerated() {
      if let next = method.meaning?.family, next != family {
        family = next
        rows.append(PickerRow(text: next.rawValue))
      }
      let isPossible = method.isPixelLevel || method.explains(isLast: wanted == stages.last)
      rows.append(
        PickerRow(
          index: index, text: method.title,
          note: isPossible
            ? cost(of: method, at: wanted) : "\(stages.last ?? "last stage") only",
          isPossible: isPossible))
    }
    return rows
  }

  /// The stages with their blocks, with the shape of the layer and the cost of the chosen method.
  package var layerRows: [PickerRow] {
    let shapes = network.map { $0.shapes(height: $0.resolution, width: $0.resolution) } ?? []
    return layers.enumerated().map { index, name in
      let method = method(at: name)
      let shape = network?.layer(named: name).map { shapes[$0] }
      let size = shape.map { "\($0.channels)×\($0.height)×\($0.width)" } ?? ""
      let isOwn = method == self.method
      return PickerRow(
        index: index, text: name.contains(".") ? "  \(name)" : name,
        note: (isOwn ? "" : "→ \(method?.title ?? "")  ") + size, isPossible: isOwn)
    }
  }

  /// The method that explains a layer: the chosen one, else Grad-CAM, else the first that does.
  package func method(at layer: String) -> MethodFacts? {
    let isLast = layer == stages.last
    if let method, method.explains(isLast: isLast) { return method }
    let able = cam.methods.filter { $0.explains(isLast: isLast) }
    return able.first { $0.name == "grad-cam" } ?? able.first
  }

  /// The cost of a method at a layer: time if it was measured, else passes.
  func cost(of method: MethodFacts, at layer: String) -> String {
    let measured = cam.maps.kept.last {
      $0.question.method == method.name && $0.question.network == subject.network
        && (method.isPixelLevel || $0.question.layer == layer)
        && $0.question.picture == subject.picture?.path
    }
    if let measured { return Numbers.time(milliseconds: measured.milliseconds) }
    let forecast = cam.maps.forecasts.first {
      $0.key.method == method.name && $0.key.network == subject.network
        && (method.isPixelLevel || $0.key.layer == layer)
    }
    if let forecast {
      return "\(forecast.value.passes) passes, about "
        + Numbers.time(milliseconds: forecast.value.seconds * 1e3)
    }
    guard let network, let index = network.layer(named: layer) else { return "" }
    let channels = network.shapes(height: network.resolution, width: network.resolution)[index]
      .channels
    let passes = method.passes(channels: channels, isLastStage: layer == stages.last)
    return switch passes {
    case nil: ""
    case 0: "no pass"
    case 1: "1 pass"
    case let count?: "\(count) passes"
    }
  }

  private func rows(_ picker: MapPicker) -> [PickerRow] {
    picker.subject == .method ? methodRows : layerRows
  }

  /// What the row under the cursor means, and what can be had instead.
  func words(_ picker: MapPicker) -> [String] {
    switch picker.subject {
    case .method:
      guard cam.methods.indices.contains(picker.cursor) else { return [] }
      let method = cam.methods[picker.cursor]
      let wanted = cam.choice.layer ?? stages.last ?? ""
      let isPossible = method.isPixelLevel || method.explains(isLast: wanted == stages.last)
      let instead = cam.methods.first { $0.explains(isLast: false) && $0.name == "grad-cam" }
      return [
        method.meaning?.line ?? "",
        (method.meaning?.dependsOnClass ?? true) ? "depends on the class" : "same for every class",
        isPossible
          ? "" : "can't explain \(wanted): \(instead?.title ?? "another method") can",
      ].filter { !$0.isEmpty }
    case .layer:
      guard let method, let layer = layers.dropFirst(picker.cursor).first else { return [] }
      let able = self.method(at: layer)
      let size = "early layers show detail, late ones what decides the class"
      guard able != method else { return [size] }
      let why =
        method.isPixelLevel
        ? "\(method.title) explains the pixels"
        : "\(method.title) explains \(stages.last ?? "") only"
      return [size, "\(why): here \(able?.title ?? "no method")"]
    }
  }

  /// Draws the list at the right, or below, and the map that the cursor chose beside it.
  func draw(_ picker: MapPicker, in area: Rect, _ canvas: inout Canvas) {
    let isBeside = area.width >= 72
    let (map, place) =
      isBeside
      ? area.splitLeft(area.width - min(area.width / 2, 58)) : area.splitTop(area.height / 3)
    canvas.frame.fill(map, canvas.theme.style(.text))
    if map.height > 2 { drawOverlay(in: map, namesStrength: true, &canvas) }
    let inside = canvas.panel(
      picker.subject == .method ? "Methods" : "Layers", place.size, in: place,
      hint: "Enter keeps · Esc goes back")
    let words = words(picker).flatMap { $0.wrapped(to: max(1, inside.width)) }
    let (list, foot) = inside.splitBottom(inside.height >= 9 ? words.count + 1 : 0)
    for (row, line) in words.enumerated() {
      canvas.frame.put(line, canvas.theme.panel(.accent), row: row + 1, of: foot)
    }
    let rows = rows(picker)
    let cursor = rows.firstIndex { $0.index == picker.cursor } ?? 0
    for (index, line) in list.lines(of: rows.count, cursor: cursor) {
      draw(rows[index], isSelected: index == cursor, in: line, &canvas)
    }
  }

  private func draw(_ row: PickerRow, isSelected: Bool, in line: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    guard let index = row.index else { return canvas.put(row.text, theme.panel(.muted), in: line) }
    let style = isSelected ? theme.selected : theme.panel(row.isPossible ? .text : .muted)
    if isSelected { canvas.frame.fill(line, style) }
    let note = row.note.truncated(to: max(0, line.width - 18))
    canvas.put("  " + row.text, style, in: Rect(line.x, line.y, line.width - note.columns - 1, 1))
    canvas.frame.put(
      note, line.maxX - note.columns, line.y, isSelected ? style : theme.panel(.key), in: line)
    canvas.hit(line, .dialogRow(index))
  }
}
