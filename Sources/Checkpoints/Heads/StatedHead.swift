import Architectures

/// A head as a file's own description lists it, with the file's module names.
///
/// `head`'s fully connected layers and norms have the names of modules in the file: layer `dense_1`
/// has the tensors `dense_1.weight` and `dense_1.bias` of the group.
struct StatedHead: Sendable {
  let head: Head
  /// What the description says of the outputs; nil if nothing.
  var outputs: OutputActivation?
}
