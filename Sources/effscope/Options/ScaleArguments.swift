import ArgumentParser
import Explanations
import Imaging

/// The scale of the colours, where several maps may share one.
struct ScaleArguments: ParsableArguments {
  @Option(help: "own (default): each picture's own range; shared: equal colours, equal values.")
  var scale: DisplayScale.Kind?
}

extension DisplayScale.Kind: ExpressibleByArgument {}
