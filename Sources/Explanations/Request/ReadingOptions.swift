import Architectures
import Checkpoints
import Support

extension ExplanationOption {
  /// The options that decide what a checkpoint leaves open.
  package static let reading: [ExplanationOption] = [
    ExplanationOption(
      "tensors-under", help: "Read only the checkpoint's tensors below this dotted name.",
      get: { $0.network.reading.tensorsUnder }, set: { $0.network.reading.tensorsUnder = $1 }),
    ExplanationOption(
      "ignore-tensors", form: .repeated,
      help: "Tensors of the checkpoint that may stay unused, as a pattern with * and ?.",
      arguments: { $0.network.reading.ignoredTensors },
      record: { request in
        let patterns = request.network.reading.ignoredTensors
        return patterns.isEmpty ? nil : patterns.joined(separator: ",")
      },
      reset: { $0.network.reading.ignoredTensors = [] },
      set: { $0.network.reading.ignoredTensors.append($1) }),
    ExplanationOption(
      "as-state-dict", form: .flag,
      help: "Read a whole saved module as its tensors alone, where its class is not known.",
      get: { $0.network.reading.ignoresClasses ? "yes" : nil },
      set: { request, text in request.network.reading.ignoresClasses = text == "yes" }),
    ExplanationOption(
      "head", help: "The dotted name of the head, where several layers of the checkpoint fit.",
      get: { $0.network.reading.head }, set: { $0.network.reading.head = $1 }),
    ExplanationOption(
      "head-activation",
      help: """
        The function between the fully connected layers of the head: \
        \(HiddenActivation.names.joined(separator: ", ")) (default: as the checkpoint's indices \
        suggest).
        """,
      get: { $0.network.reading.headActivation?.name },
      set: { request, text throws(Failure) in
        guard let activation = HiddenActivation(name: text.lowercased()) else {
          throw refused(
            "head-activation", text, "there is no such function",
            advice: "use one of \(HiddenActivation.names.joined(separator: ", "))")
        }
        request.network.reading.headActivation = activation
      }),
    ExplanationOption(
      "classifier-activation",
      help: "What the outputs mean: softmax, sigmoid or linear (default: as the checkpoint says).",
      get: { $0.network.reading.outputActivation?.rawValue },
      set: { request, text throws(Failure) in
        request.network.reading.outputActivation = try choice(
          "classifier-activation", text.lowercased())
      }),
  ]
}

extension NetworkRequest {
  /// What was decided of the checkpoint, one `name=value` a line; empty if nothing was.
  package var readingText: String {
    var request = ExplanationRequest()
    request.network = self
    return ExplanationOption.reading.flatMap { option in
      option.arguments(request).map { "\(option.name)=\($0)" }
    }.joined(separator: "\n")
  }

  /// Sets `reading` from the output of `readingText`.
  package mutating func read(_ text: String) throws(Failure) {
    var request = ExplanationRequest()
    for line in text.split(separator: "\n") {
      let pair = line.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2,
        let option = ExplanationOption.reading.first(where: { $0.name == pair[0] })
      else { continue }
      try option.set(&request, pair[1])
    }
    reading = request.network.reading
  }
}
