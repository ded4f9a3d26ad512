import Architectures
import Attribution
import Imaging
import Support

/// A request for a grid of explanations of one photograph: one or two lists, and what they share.
package struct ComparisonRequest: Sendable {
  /// What can be listed, in the order in which lists become rows and columns.
  package enum List: String, CaseIterable, Sendable {
    case variants, resolutions, methods, layers, classes

    /// The option that takes one value of the list.
    package var option: String {
      switch self {
      case .variants: "variant"
      case .resolutions: "resolution"
      case .methods: "method"
      case .layers: "layer"
      case .classes: "class"
      }
    }
  }

  /// The lists, with commas between the values.
  package var lists: [List: String] = [:]
  /// Options of all explanations.
  package var shared: ExplanationRequest

  package init(_ shared: ExplanationRequest = ExplanationRequest()) { self.shared = shared }

  /// The values of a list; nil if it is not listed.
  package func values(_ list: List) -> [String]? {
    lists[list].map { text in text.split(separator: ",").map { String($0.drop { $0 == " " }) } }
  }

  /// The networks in the order of the grid, each with its input's side if sides are listed.
  package func networks() throws(Failure) -> [(request: NetworkRequest, side: String?)] {
    let names: [String?] = values(.variants) ?? [shared.network.variant]
    let sides: [String?] = values(.resolutions) ?? [nil]
    var networks: [(NetworkRequest, String?)] = []
    for name in names {
      for side in sides {
        var network = shared.network
        network.variant = name
        if let side {
          guard Int(side) != nil else {
            throw Failure(
              .usage, "can't compare at the resolution", side, because: "it is not a whole number",
              advice: "write 224,448, say")
          }
          try network.recipe.set(List.resolutions.option, to: side)
        }
        networks.append((network, side))
      }
    }
    return networks
  }

  /// The requests for one network, a method each.
  package func requests(in network: LoadedNetwork) throws(Failure) -> [ExplanationRequest] {
    var request = shared
    if let layers = lists[.layers] {
      request.layers = []
      if let option = ExplanationOption.named("layer") { try request.set(option, to: [layers]) }
    }
    if let classes = values(.classes), let option = ExplanationOption.named("class") {
      try request.set(option, to: classes)
    }
    var requests: [ExplanationRequest] = []
    for method in try methods(request) {
      request.method = method
      requests.append(try request.resolved(in: network))
    }
    return requests
  }

  private func methods(
    _ request: ExplanationRequest
  ) throws(Failure) -> [any AttributionMethod] {
    guard let names = values(.methods) else { return [request.method] }
    if names == ["all"] {
      // Methods of one pass; if layers are given, only those that work at any layer.
      let isElsewhere = !request.layers.isEmpty
      return AttributionMethods.all.filter { method in
        !method.needs.contains(.perturbations) && !method.isPixelLevel
          && !(isElsewhere && method.needs.contains(.classifier))
      }
    }
    var chosen: [any AttributionMethod] = []
    for name in names { chosen.append(try ExplanationRequest.method(name)) }
    return chosen
  }
}

extension ComparisonRequest {
  /// The options that a grid records besides its lists.
  private static let options =
    ExplanationOption.map.filter { $0.name != "fuse" } + ExplanationOption.truth
    + ExplanationOption.network + ExplanationOption.preprocessing

  /// Lists and options, each as `name=value` on its own line.
  var text: String {
    var lines = List.allCases.compactMap { list in lists[list].map { "\(list.rawValue)=\($0)" } }
    for option in Self.options {
      lines += option.arguments(shared).map { "\(option.name)=\($0)" }
    }
    return lines.joined(separator: "\n")
  }

  /// Parses `text`; nil for an unknown name or value.
  init?(text: String) {
    self.init()
    var repeated: [String: [String]] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let (name, value) = (String(parts[0]), String(parts[1]))
      if let list = List(rawValue: name) {
        lists[list] = value
      } else {
        guard let option = Self.options.first(where: { $0.name == name }) else { return nil }
        repeated[option.name, default: []].append(value)
      }
    }
    for option in Self.options {
      guard (try? shared.set(option, to: repeated[option.name] ?? [])) != nil else { return nil }
    }
  }
}
