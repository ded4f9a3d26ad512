import ArgumentParser

@main
struct Effscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "effscope",
    abstract: "A terminal explorer for EfficientNet with class activation maps.")
}
