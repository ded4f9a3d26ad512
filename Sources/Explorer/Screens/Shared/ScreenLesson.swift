extension ScreenID {
  /// What one looks at on this screen, for the help.
  package var lesson: String {
    switch self {
    case .variants:
      "Every row is a network: how large it is, what a photograph costs it, how often it is right, "
        + "and whether its weights are on this machine."
    case .architecture:
      "The network from its input at the top to its answer at the bottom: stages, their blocks and "
        + "the shape of the numbers between them. Bars compare what each part costs."
    case .step:
      "The photograph on its way through the network: what one layer makes of it, channel by "
        + "channel. Bright places are large numbers."
    case .predict:
      "The network's answer: all classes, the most probable first, beside the part of the "
        + "photograph that it sees."
    case .cam:
      "Where the evidence for a class lies: bright places of the photograph speak for it. The "
        + "small cells are the map as it was computed, before it was enlarged."
    case .files: "The folders and pictures of one folder, with a preview of the picture."
    case .scaling:
      "What a network costs if it is made deeper, wider or sharper. Nothing is trained here: all "
        + "numbers are counted or measured."
    case .results: "The tables of the paper, beside what this program counts and measures."
    case .settings: "Everything that stays for the next start. A change applies at once."
    case .gallery:
      "Many pictures that one network has examined, each with its map and its answer, to search, "
        + "sort and compare."
    }
  }
}
