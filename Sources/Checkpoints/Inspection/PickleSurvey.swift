/// Lists all globals that a file's pickles name, including those after a refused one.
///
/// Runs `PickleMachine` in survey mode: refused globals are recorded, not thrown.
public struct PickleSurvey: Sendable {
  /// The globals in the order of their first use.
  public private(set) var globals: [PickleGlobalUse] = []
  private var names: Set<String> = []

  /// Surveys `bytes`; the list is empty if they hold no pickle.
  public init(of bytes: FileBytes) {
    if TorchZipReader.recognises(bytes) {
      guard let archive = try? ZipArchive(bytes) else { return }
      for entry in archive.entries where entry.name.hasSuffix(".pkl") {
        guard let pickle = try? archive.contents(of: entry) else { continue }
        var machine = PickleMachine(pickle, 0..<pickle.count)
        _ = survey(&machine)
      }
    } else if TorchLegacyReader.recognises(bytes) {
      var machine = PickleMachine(bytes, 0..<bytes.count)
      // A legacy file has five pickles in a row: magic number, version, system, data, keys.
      for _ in 0..<5 {
        guard survey(&machine) else { return }
        machine = PickleMachine(following: machine.cursor)
      }
    }
  }

  /// Runs one pickle; returns false if it ends with an error.
  private mutating func survey(_ machine: inout PickleMachine) -> Bool {
    machine.isSurvey = true
    let isWhole = (try? machine.run()) != nil
    for use in machine.heap.globals where names.insert(use.name).inserted { globals.append(use) }
    return isWhole
  }
}
