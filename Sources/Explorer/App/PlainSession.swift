import Architectures
import Attribution
import Support
import Terminal

/// The explorer as text: a command per line, for screen readers and terminals without a screen.
package struct PlainSession {
  package private(set) var isOver = false
  private let runner: any JobRunner
  private let methods: [MethodFacts]
  private var network: AskedNetwork
  private var picture: String?
  private var answer: PredictionFacts?
  private var method: String

  package init(
    runner: any JobRunner, network: AskedNetwork, picture: String?, method: String,
    methods: [MethodFacts] = MethodFacts.all
  ) {
    (self.runner, self.network, self.picture) = (runner, network, picture)
    (self.method, self.methods) = (method, methods)
  }

  private static let help = """
    open PATH        open a photograph and say what is in it
    variant NAME     use another network
    classes [COUNT]  the classes with the largest outputs
    explain [CLASS]  where the evidence for a class lies: a rank, from 1, or a part of a name
    method NAME      explain by another method
    step LAYER       what a layer makes of the photograph, such as stage4.block2.depthwise
    networks         every network, and whether its weights are here
    help, quit
    """

  package mutating func greeting() -> String {
    guard picture != nil else {
      return
        "Effscope with \(network.variant). No photograph is open. 'help' lists what can be asked."
    }
    return respond("classes") + "\n'help' lists what else can be asked."
  }

  /// The answer to a line of input.
  package mutating func respond(_ line: String) -> String {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1].trimmed : ""
    do throws(Failure) {
      switch words.first?.lowercased() {
      case nil: return ""
      case let word? where picture == nil && ["classes", "explain", "step"].contains(word):
        return "No photograph is open; say: open PATH"
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

  private func run<Work: Job>(_ job: Work) throws(Failure) -> Work.Output {
    try runner.run(job, context: JobContext())
  }

  private mutating func open(_ path: String) throws(Failure) -> String {
    guard !path.isEmpty else { return "Say which: open PATH." }
    let facts = try run(PictureJob(path: path))
    (picture, answer) = (path, nil)
    return "\(facts.name.columnsSafe), \(facts.width) by \(facts.height) pixels.\n"
      + (try classes(5))
  }

  private mutating func use(_ name: String) throws(Failure) -> String {
    guard let variant = Variant.named(name) else {
      return "There is no network '\(name.columnsSafe)'. 'networks' lists them."
    }
    (network, answer) = (AskedNetwork(variant.name), nil)
    return picture == nil ? "Using \(variant.title)." : try classes(5)
  }

  private mutating func known() throws(Failure) -> PredictionFacts {
    if let answer { return answer }
    guard let picture else { preconditionFailure("respond refuses this without a photograph") }
    let found = try run(AnswerJob(network: network, picture: picture))
    answer = found
    return found
  }

  private mutating func classes(_ count: Int) throws(Failure) -> String {
    let answer = try known()
    var lines = ["\(network.variant) sees, weights \(answer.origin.columnsSafe):"]
    if answer.isUntrained { lines.append("The weights are untrained: this means nothing.") }
    if let words = answer.outputLine { lines.append(words) }
    for (index, item) in answer.classes.prefix(max(1, count)).enumerated() {
      lines.append(
        "\(index + 1). \(item.label.columnsSafe), \(item.answer)"
          + (answer.isMultiLabel && item.isPresent ? ", present" : ""))
    }
    return lines.joined(separator: "\n")
  }

  private mutating func explain(_ text: String) throws(Failure) -> String {
    let answer = try known()
    let matches = ClassPicker(search: SearchList(query: TextField(text))).matches(
      in: answer.classes)
    let rank = Int(text).flatMap { answer.classes.indices.contains($0 - 1) ? $0 - 1 : nil }
    guard let target = rank.map({ answer.classes[$0] }) ?? matches.first else {
      return "No class is called '\(text.columnsSafe)'."
    }
    let layer = Variant.named(network.variant)?.network().stages.last?.name ?? "stage9"
    let question = MapQuestion(
      network: network, picture: answer.picture, method: method, layer: layer,
      target: target.index)
    let found = try run(MapJob(question: question))
    let title = methods.first { $0.name == method }?.title ?? method
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
    let row = AttributionMap.third(of: peak.y, count: map.height)
    let column = AttributionMap.third(of: peak.x, count: map.width)
    return "\(rows[row]) \(columns[column]) (row \(peak.y + 1) of \(map.height), column "
      + "\(peak.x + 1) of \(map.width))"
  }

  private mutating func choose(_ name: String) -> String {
    guard let found = methods.first(where: { $0.name == name.lowercased() }) else {
      return "Methods: " + methods.map(\.name).joined(separator: ", ") + "."
    }
    method = found.name
    return "Explaining by \(found.title)" + (found.isExpensive ? ", which takes many passes." : ".")
  }

  private mutating func step(_ name: String) throws(Failure) -> String {
    let answer = try known()
    guard let index = Variant.named(network.variant)?.network().layer(named: name) else {
      return "\(network.variant) has no layer '\(name.columnsSafe)'."
    }
    let question = StepQuestion(network: network, picture: answer.picture, layer: index)
    let found = try run(StepJob(question: question)).activation
    let (all, shape) = (found.summary, found.shape)
    let best = found.channels.indices.max { found.channels[$0].energy < found.channels[$1].energy }
    return "\(name): \(shape.channels) channels of \(shape.height) by \(shape.width). From "
      + "\(Numbers.value(all.minimum)) to \(Numbers.value(all.maximum)), mean "
      + "\(Numbers.value(all.mean)), \(Numbers.percent(all.zeroShare)) zeros. Most energy in "
      + "channel \(best ?? 0)."
  }

  private func networks() throws(Failure) -> String {
    try run(VariantsJob()).map { row in
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
      sums[AttributionMap.third(of: index / width, count: height)] += Double(max(0, value))
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
