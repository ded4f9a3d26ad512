import Attribution
import Terminal

/// A request that could not be met, in words for people.
package struct WorkFailure: Error, Equatable, Sendable {
  /// What went wrong with what, and why: one sentence.
  package var sentence: String
  /// What the person can do.
  package var advice: String?

  /// Whether a file of the name exists, which the person may want to replace.
  package var isExistingFile: Bool

  package init(_ sentence: String, advice: String? = nil, isExistingFile: Bool = false) {
    self.sentence = sentence
    self.advice = advice
    self.isExistingFile = isExistingFile
  }
}

/// Which network answers: a variant with its installed weights, or with a named checkpoint.
package struct AskedNetwork: Hashable, Sendable {
  package var variant: String
  /// A file or `random:SEED`; nil for the installed weights.
  package var checkpoint: String?

  package init(_ variant: String, checkpoint: String? = nil) {
    self.variant = variant
    self.checkpoint = checkpoint
  }

  /// Whether the weights are random numbers.
  package var isUntrained: Bool { checkpoint?.hasPrefix("random:") ?? false }
}

/// A row of the list of networks.
package struct VariantFacts: Equatable, Sendable {
  /// Where its weights are.
  package enum Weights: Equatable, Sendable {
    case installed
    case downloadable
    case absent
  }

  package var name: String
  package var title: String
  package var family: String
  /// Multiplier of channels, where the family is scaled.
  package var width: Double?
  /// Multiplier of repeats, where the family is scaled.
  package var depth: Double?
  package var resolution: Int
  package var parameters: Int
  package var macs: Int
  /// Published ImageNet top-1 accuracy in percent.
  package var publishedTop1: Double?
  package var weights: Weights

  package init(
    name: String, title: String, family: String, width: Double? = nil, depth: Double? = nil,
    resolution: Int, parameters: Int, macs: Int, publishedTop1: Double? = nil, weights: Weights
  ) {
    self.name = name
    self.title = title
    self.family = family
    self.width = width
    self.depth = depth
    self.resolution = resolution
    self.parameters = parameters
    self.macs = macs
    self.publishedTop1 = publishedTop1
    self.weights = weights
  }
}

/// A decoded photograph, small enough to draw quickly.
package struct PictureFacts: Equatable, Sendable {
  package var path: String
  /// Pixels of the file.
  package var width: Int
  package var height: Int
  /// The photograph at screen size.
  package var preview: Pixels

  package init(path: String, width: Int, height: Int, preview: Pixels) {
    self.path = path
    self.width = width
    self.height = height
    self.preview = preview
  }

  /// The path's last part.
  package var name: String { path.lastPathComponent }
}

/// An entry of a directory.
package struct FileEntry: Equatable, Sendable {
  /// What the entry is, as far as the explorer cares.
  package enum Kind: Equatable, Sendable {
    case parent, directory, picture
  }

  package var name: String
  package var path: String
  package var kind: Kind
  package var bytes: Int

  package init(name: String, path: String, kind: Kind, bytes: Int = 0) {
    self.name = name
    self.path = path
    self.kind = kind
    self.bytes = bytes
  }
}

/// A directory's entries that the explorer can open.
package struct Listing: Equatable, Sendable {
  package var directory: String
  package var entries: [FileEntry]

  package init(directory: String, entries: [FileEntry]) {
    self.directory = directory
    self.entries = entries
  }
}

/// One class with its score.
package struct RankedClass: Equatable, Sendable {
  package var index: Int
  package var label: String
  package var probability: Double
  package var logit: Double

  package init(index: Int, label: String, probability: Double, logit: Double) {
    self.index = index
    self.label = label
    self.probability = probability
    self.logit = logit
  }
}

/// The part of a photograph that a network saw, in shares of its width and height.
package struct Region: Equatable, Sendable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double = 0, y: Double = 0, width: Double = 1, height: Double = 1) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// What a network answered for a photograph.
package struct PredictionFacts: Equatable, Sendable {
  /// How long something took.
  package struct Phase: Equatable, Sendable {
    package var name: String
    package var milliseconds: Double

    package init(_ name: String, _ milliseconds: Double) {
      self.name = name
      self.milliseconds = milliseconds
    }
  }

  package var network: AskedNetwork
  package var picture: String
  /// Where the weights come from, in words.
  package var origin: String
  package var isUntrained: Bool
  /// All classes, the most probable first.
  package var classes: [RankedClass]
  package var phases: [Phase]
  package var region: Region

  package init(
    network: AskedNetwork, picture: String, origin: String, isUntrained: Bool,
    classes: [RankedClass], phases: [Phase], region: Region
  ) {
    self.network = network
    self.picture = picture
    self.origin = origin
    self.isUntrained = isUntrained
    self.classes = classes
    self.phases = phases
    self.region = region
  }
}

/// What a class activation map is asked for.
package struct MapQuestion: Hashable, Sendable {
  package var network: AskedNetwork
  package var picture: String
  /// The method's name on the command line.
  package var method: String
  /// The layer's name on the command line.
  package var layer: String
  package var target: Int
  /// A class to contrast with: evidence for the target rather than for this one.
  package var versus: Int?

  package init(
    network: AskedNetwork, picture: String, method: String, layer: String, target: Int,
    versus: Int? = nil
  ) {
    self.network = network
    self.picture = picture
    self.method = method
    self.layer = layer
    self.target = target
    self.versus = versus
  }
}

/// A raw, signed map with what it cost.
package struct MapAnswer: Equatable, Sendable {
  package var question: MapQuestion
  package var map: AttributionMap
  package var milliseconds: Double
  /// The part of the photograph that the network saw.
  package var region: Region
  /// How probable the network finds the class.
  package var probability: Double

  package init(
    question: MapQuestion, map: AttributionMap, milliseconds: Double, region: Region = Region(),
    probability: Double = 0
  ) {
    self.question = question
    self.map = map
    self.milliseconds = milliseconds
    self.region = region
    self.probability = probability
  }
}

/// What a map will cost, said before it is computed.
package struct ForecastFacts: Equatable, Sendable {
  package var question: MapQuestion
  package var passes: Int
  package var seconds: Double

  package init(question: MapQuestion, passes: Int, seconds: Double) {
    self.question = question
    self.passes = passes
    self.seconds = seconds
  }
}
