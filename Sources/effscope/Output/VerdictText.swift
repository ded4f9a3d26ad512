import Checkpoints
import Support

/// What other programs would run of a file, as text and JSON.
struct VerdictText {
  private let verdict: FileVerdict

  init(_ verdict: FileVerdict) { self.verdict = verdict }

  /// Most findings that the text lists; JSON has all of them.
  private static let listed = 40

  private static let effscope = "runs nothing of it"

  /// The section of the text, from what each program does to the verdict.
  var lines: [String] {
    var lines = ["safety", "  effscope \(Self.effscope)"]
    if let weightsOnly { lines.append("  torch.load with weights_only \(weightsOnly)") }
    let findings = verdict.findings.map(\.text)
    let parts = verdict.unexamined.map { "not examined: \($0.text)" }
    lines += (findings + parts).prefix(Self.listed).map { "  \($0)" }
    let more = findings.count + parts.count - Self.listed
    if more > 0 { lines.append("  and \(more) more") }
    return lines + ["verdict   \(verdict.text)"]
  }

  private var weightsOnly: String? {
    guard verdict.hasTorchPickle else { return nil }
    return verdict.weightsOnlyRefusal.map { "refuses \($0)" } ?? "accepts every name"
  }

  var json: JSON {
    let findings = verdict.findings.map { finding in
      JSON.object([
        ("kind", .string(finding.kind.rawValue)), ("name", .string(finding.name)),
        ("place", .string(finding.place)), ("offset", finding.offset.map { .integer($0) } ?? .null),
        ("program", .string(finding.program.rawValue)), ("text", .string(finding.text)),
      ])
    }
    let parts = verdict.unexamined.map { part in
      JSON.object([("place", .string(part.place)), ("reason", .string(part.reason))])
    }
    return .object([
      ("is_harmless", .boolean(verdict.answer == .harmless)),
      ("answer", .string(verdict.answer.rawValue)), ("effscope", .string(Self.effscope)),
      ("torch_weights_only", weightsOnly.map { .string($0) } ?? .null),
      ("findings", .array(findings)), ("not_examined", .array(parts)),
    ])
  }
}
