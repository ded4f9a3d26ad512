/// Named tensors: what a checkpoint holds once its names are translated to the canonical ones.
public struct StateDictionary: Sendable {
  private var tensors: [String: Tensor]

  /// A dictionary of `tensors`.
  public init(_ tensors: [String: Tensor] = [:]) { self.tensors = tensors }

  /// The tensor called `name`.
  public subscript(name: String) -> Tensor? {
    get { tensors[name] }
    set { tensors[name] = newValue }
  }

  /// All names, sorted.
  public var names: [String] { tensors.keys.sorted() }

  /// Number of tensors.
  public var count: Int { tensors.count }
}
