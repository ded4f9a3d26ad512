/// A network to load: a variant with its installed weights, or with a named checkpoint.
package struct AskedNetwork: Hashable, Sendable {
  package var variant: String
  /// A file or `random:SEED`; nil for the installed weights.
  package var checkpoint: String?

  package init(_ variant: String, checkpoint: String? = nil) {
    (self.variant, self.checkpoint) = (variant, checkpoint)
  }

  /// Whether the weights are random numbers.
  package var isUntrained: Bool { checkpoint?.hasPrefix("random:") ?? false }
}
