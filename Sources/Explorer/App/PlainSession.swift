import Architectures
import Attribution
import Terminal

/// The explorer in words: a line in, some lines out, for screen readers and terminals without a screen.
package struct PlainSession {
  /// Whether the person has asked to leave.
  package private(set) var isOver = false
  private let work: any Work
  private var network: AskedNetwork
  private var picture: String?
  private var answer: PredictionFacts?
  private var method: String

  package init(work: any Work, network: AskedNetwork, picture: String?, method: String) {
    self.work = work
    self.network = network
    self.picture = picture
    self.method = method
  }

  private static let help = """
    open PATH        open a photograph and say what is in it
    variant NAME     use another network
    classes [COUNT]  the most probable classes
    explain [CLASS]  where the evidence for a class lies: a rank, from 1, or a part of a name
    method NAME      explain by another method
    step LAYER       what a layer makes of the photograph, such as stage4.block2.depthwise
    networks         every network, and whether its weights are here
    help, quit
    """

  /// What is said first.
  package mutating func greeting() -> String {
    guard picture != nil else {
      return
        "Effscope with \(network.variant). No photograph is open. 'help' lists what can be asked."
    }
    return respond("classes") + "\n'help' lists what else can be asked."
  }

  /// What is said to a line.
  package mutating func respond(_ line: String) -> String {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1].trimmed : ""
    do throws(WorkFailure) {
      switch words.first?.lowercased() {
      case nil: return ""
      case "open": return try open(rest)
      case "variant": return try use(rest)
      case "classes": return try classes(Int(rest) ?? 5)
      case "explain": return try explain(rest)
      case "method": return choose(rest)
      case "step": return try step(rest)
      case "networks": return try networks()
      case "help", "?": return Self.help
      case "quit", "q", "exit":
        isOver = true
        return ""
      default: return "There is no '\(line.columnsSafe)'. 'help' lists what can be asked."
      }
    } catch {
      return error.text.columnsSafe
    }
  }

  private mutating func open(_ path: String) throws(WorkFailure) -> String {
    guard !path.isEmpty else { return "Say which: open PATH." }
    let facts = try work.picture(at: path, limit: 8)
    (picture, answer) = (path, nil)
    return "\(facts.name.columnsSafe), \(facts.width) by \(facts.height) pixels.\n"
      + (try classes(5))
  }

  private mutating func use(_ name: String) throws(WorkFailure) -> String {
    guard let variant = Variant.named(name) else {
      return "There is no network '\(name.columnsSafe)'. 'networks' lists them."
    }
    (network, answer) = (AskedNetwork(variant.name), nil)
    return picture == nil ? "Using \(variant.title)." : try classes(5)
  }

  private mutating func known() throws(WorkFailure) -> PredictionFacts {
    if let answer { return answer }
    guard let picture else {
      throw WorkFailure("No photograph is open", advice: "say: open PATH")
    }
    let found = try work.answer(network, picture: picture, context: WorkContext())
    answer = found
    return found
  }

  private mutating func classes(_ count: Int) throws(WorkFailure) -> String {
    let answer = try known()
    var lines = ["\(network.variant) sees, weights \(answer.origin.columnsSafe):"]
    if answer.isUntrained { lines.append("The weights are untrained: this means nothing.") }
    for (index, item) in answer.classes.prefix(max(1, count)).enumerated() {
      lines.append(
        "\(index + 1). \(item.label.columnsSafe), \(Numbers.percent(item.probability))")
    }
    return lines.joined(separator: "\n")
  }

  private mutating func explain(_ text: String) throws(WorkFailure) -> String {
    let answer = try known()
    let matches = ClassPicker(search: SearchList(query: TextField(text))).matches(
      in: answer.classes)
    let rank = Int(text).flatMap { answer.classes.indices.contains($0 - 1) ? $0 - 1 : nil }
    guard let target = rank.map({ answer.classes[$0] }) ?? matches.first else {
      return "No class is called '\(text.columnsSafe)'."
    }
    let layer = Variant.named(network.variant)?.network().stages.last?.name ?? "stage9"
    let found = try work.map(
      MapQuestion(
        network: network, picture: answer.picture, method: method, layer: layer,
        target: target.index), context: WorkContext())
    let title = work.methods.first { $0.name == method }?.title ?? method
    let head = "\(title) of \(target.label.columnsSafe): "
    guard found.map.hasPositiveEvidence else { return head + "no positive evidence anywhere." }
    let peak = found.map.peak
    let shares = found.map.thirds
    return head + "strongest \(Self.place(peak, found.map)), value "
      + "\(Numbers.value(Double(found.map.maximum))). Share of the evidence by thirds of what the "
      + "network saw, top to bottom: " + shares.map { Numbers.percent($0) }.joined(separator: ", ")
      + "."
  }

  private static func place(_ peak: Point, _ map: AttributionMap) -> String {
    let rows = ["at the top", "in the middle", "at the bottom"]
    let columns = ["left", "centre", "right"]
    let row = min(2, peak.y * 3 / max(1, map.height))
    let column = min(2, peak.x * 3 / max(1, map.width))
    return "\(rows[row]) \(columns[column]) (row \(peak.y + 1) of \(map.height), column "
      + "\(peak.x + 1) of \(map.width))"
  }

  private mutating func choose(_ name: String) -> String {
    guard let found = work.methods.first(where: { $0.name == name.lowercased() }) else {
      return "Methods: " + work.methods.map(\.name).joined(separator: ", ") + "."
    }
    method = found.name
    return "Explaining by \(found.title)" + (found.isExpensive ? ", which takes many passes." : ".")
  }

  private mutating func step(_ name: String) throws(WorkFailure) -> String {
    let answer = try known()
    guard let index = Variant.named(network.variant)?.network().layer(named: name) else {
      return "\(network.variant) has no layer '\(name.columnsSafe)'."
    }
    let found = try work.step(
      StepQuestion(network: network, picture: answer.picture, layer: index),
      context: WorkContext())
    let (all, shape) = (found.summary, found.shape)
    let best = found.channels.indices.max { found.channels[$0].energy < found.channels[$1].energy }
    return "\(name): \(shape.channels) channels of \(shape.height) by \(shape.width). From "
      + "\(Numbers.value(all.minimum)) to \(Numbers.value(all.maximum)), mean "
      + "\(Numbers.value(all.mean)), \(Numbers.percent(all.zeroShare)) zeros. Most energy in "
      + "channel \(best ?? 0)."
  }

  private func networks() throws(WorkFailure) -> String {
    try work.variants().map { row in
      let weights = row.weights == .installed ? ", installed" : ""
      return "\(row.name): \(Numbers.magnitude(row.parameters)) parameters, "
        + "\(Numbers.magnitude(row.macs)) MACs\(weights)"
    }.joined(separator: "\n")
  }
}

extension AttributionMap {
  /// Shares of the positive evidence in the upper, middle and lower third of the rows.
  fileprivate var thirds: [Double] {
    var sums = [0.0, 0, 0]
    for (index, value) in values.enumerated() {
      sums[min(2, index / width * 3 / max(1, height))] += Double(max(0, value))
    }
    let total = sums.reduce(0, +)
    return sums.map { total > 0 ? $0 / total : 0 }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\n" }.reversed())
  }
}
