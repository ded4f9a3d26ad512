import ArgumentParser
import Checkpoints
import Confinement
import Explanations
import Explorer
import Foundation
import Inference
import Support
import Terminal

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show terminal capabilities, instruction sets, paths and installed weights.")

  @Option(help: "text, json or jsonl.") var format = TextOrJSON.text

  func run() throws {
    let findings = SystemCheck.findings
    let found = Section(
      title: "Libraries and programs", facts: findings.map { ($0.name, $0.state) })
    let (terminal, terminalAdvice) = terminal
    let todo = terminalAdvice + findings.compactMap(\.advice) + weightsAdvice
    let sections =
      [program, processor, limits, terminal, found, weights]
      + (todo.isEmpty ? [] : [advice(todo)])
    let width = sections.flatMap(\.facts).map(\.0.count).max() ?? 0
    format.print(
      text: sections.map { $0.text(width) }.joined(separator: "\n\n"),
      json: .object(sections.map { ($0.title.lowercased(), $0.json) }))
  }

  private struct Section {
    let title: String
    let facts: [(String, String)]

    /// Keys without spaces, and those of version 0.1, which had some.
    var json: JSON {
      .object(
        facts.flatMap { name, text -> [(String, JSON)] in
          let key = name.lowercased().replacing(" ", with: "_")
          return (key == name ? [key] : [key, name]).map { ($0, .string(text)) }
        })
    }

    func text(_ width: Int) -> String {
      let lines = facts.map { "  \(NumberText.left($0.0, width))  \($0.1.printable)" }
      return ([title] + lines).joined(separator: "\n")
    }
  }

  private func advice(_ lines: [String]) -> Section {
    Section(title: "To do", facts: lines.enumerated().map { ("\($0.offset + 1)", $0.element) })
  }

  private var program: Section {
    let places = ConfigurationPlaces()
    let (_, mistakes) = ConfigurationFile.load(places.configuration)
    return Section(
      title: "Program",
      facts: [
        ("version", ToolVersion.current), ("configuration", places.configuration ?? "no home"),
        ("last session", places.session ?? "no home"), ("log", places.log ?? "no home"),
      ] + mistakes.map { ("mistake", $0.sentence) })
  }

  private var processor: Section {
    let chosen: String
    do throws(InferenceError) {
      let value = getenv(InstructionSet.environmentVariable).map { String(cString: $0) }
      chosen = try InstructionSet.chosen(environment: value).rawValue
    } catch {
      chosen = error.description
    }
    return Section(
      title: "Engine",
      facts: [
        ("processors", String(NetworkLoader.processorCount)),
        ("instruction sets", InstructionSet.supported.map(\.rawValue).joined(separator: ", ")),
        ("in use", chosen),
        ("to force one", "\(InstructionSet.environmentVariable)=NAME"),
      ])
  }

  private var limits: Section {
    Section(title: "Confinement", facts: ProcessConfinement.facts)
  }

  /// The terminal, and what would make it better.
  private var terminal: (Section, [String]) {
    var advice: [String] = []
    let facts = TerminalFacts.probe(environment: ProcessInfo.processInfo.environment)
    var lines: [(String, String)] = [
      ("TERM", facts.term.isEmpty ? "not set" : facts.term),
      ("COLORTERM", facts.environment["COLORTERM"] ?? "not set"),
    ]
    do throws(TerminalError) {
      let (settings, _) = ConfigurationFile.load(ConfigurationPlaces().configuration)
      let decision = try Capabilities.decide(
        facts, wishes: CapabilityWishes(colors: settings.colors, glyphs: settings.pictures))
      lines += [
        ("colours", "\(decision.colors.rawValue) (\(decision.colorReason))"),
        ("unicode", "\(decision.isUnicode ? "yes" : "no") (\(decision.unicodeReason))"),
        ("pictures", "\(decision.glyphs.rawValue) (\(decision.glyphReason))"),
        ("terminfo entry", decision.entry),
      ]
      lines += answers(TerminalQueries.asked(facts), settings)
      if decision.colors != .direct {
        advice.append("for 24-bit colour, set COLORTERM=truecolor if the terminal has it")
      }
      if !decision.isUnicode { advice.append("for Unicode, set LANG=C.UTF-8") }
    } catch {
      lines.append(("explorer", "not here: \(error.description)"))
    }
    return (Section(title: "Terminal", facts: lines), advice)
  }

  /// What the terminal said when asked, and what follows from it.
  private func answers(
    _ interview: TerminalQueries?, _ settings: ExplorerSettings
  ) -> [(String, String)] {
    guard let interview else { return [("asked", "no: this output does not go to a terminal")] }
    let background = interview.background.map { color in
      "\(color.hex), \(interview.appearance?.rawValue ?? "")"
    }
    let theme =
      settings.theme.isEmpty
      ? "auto: \((interview.appearance == .light ? ThemeCatalogue.light : ThemeCatalogue.dark).identifier) "
        + "(\(background == nil ? "the background is not known" : "follows the background"))"
      : "\(settings.theme) (configuration)"
    let pixels = interview.pixels(wish: settings.pixels)
    return [
      ("terminal says", interview.version ?? "no name"),
      ("background", background ?? "not answered"),
      ("theme", theme),
      ("cell", interview.cellPixels.map { "\($0.columns)×\($0.rows) pixels" } ?? "not answered"),
      ("full resolution", "\(pixels.protocol?.rawValue ?? "no") (\(pixels.reason))"),
    ]
  }

  private var weightsAdvice: [String] {
    let store = WeightStore.user
    let broken = store.unreadable.map {
      "the record of '\($0)' can't be read: 'effscope weights remove \($0)', then pull it again"
    }
    return broken
      + (store.entries.isEmpty ? ["for weights, run 'effscope weights pull lite0'"] : [])
  }

  private var weights: Section {
    let store = WeightStore.user
    let entries = store.entries.map { entry in
      (entry.name, "\(NumberText.bytes(entry.record.size)) from \(entry.record.source)")
    }
    let none = [("none", "'effscope weights pull lite0' fetches some")]
    return Section(
      title: "Weights", facts: [("store", store.folder)] + (entries.isEmpty ? none : entries))
  }
}
