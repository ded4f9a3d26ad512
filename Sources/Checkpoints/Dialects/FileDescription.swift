import Architectures

/// What a file says of its network beyond names and tensors, held against the network.
struct FileDescription {
  /// The head; nil where only the tensors tell it.
  let head: StatedHead?
  let facts: GraphFacts
  /// The input's size, mean and standard deviation; nil where the file does not tell them.
  let changes: RecipeChanges?

  /// Returns nil for a file with tensors alone; throws the first difference.
  init?(
    _ contents: CheckpointContents, of features: NetworkFeatures, in group: TensorGroup,
    isKeras: Bool, ignoresClasses: Bool
  ) throws(CheckpointError) {
    if isKeras {
      let found = try KerasDescription(
        contents.metadata, of: features, in: group, budget: contents.budget)
      guard let keras = found else { return nil }
      (head, facts, changes) = (keras.head, keras.facts, keras.changes)
    } else {
      guard !ignoresClasses, let root = contents.modules[group.path] else { return nil }
      let module = try ModuleDescription(root, of: features)
      (head, facts, changes) = (module.head, module.facts, nil)
    }
  }
}
