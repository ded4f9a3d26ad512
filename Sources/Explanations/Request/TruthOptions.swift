import Support

extension ExplanationOption {
  /// The option that tells the true classes; libraries keep them in their rows.
  package static let truth: [ExplanationOption] = [
    ExplanationOption(
      "truth",
      help: """
        True classes, for the legend and for \(OptionName.class) truth: folders (an image's folder \
        is named by its class), a CSV with the columns image,label, or one index.
        """,
      get: { $0.truth?.text },
      words: { request in
        switch request.truth {
        case nil: nil
        case .folders: "by the names of the folders"
        case .table(let path): "from \(request.paths.record(path).printable)"
        case .index(let index): "class \(index)"
        }
      },
      set: { $0.truth = TruthSource($1) })
  ]
}
