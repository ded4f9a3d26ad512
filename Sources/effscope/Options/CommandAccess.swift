import ArgumentParser
import Checkpoints
import Confinement
import Explanations
import Glibc
import Support

/// What each command reads, writes and starts; the rest is closed to it (docs/safety.md has the same table).
///
/// Commands that are not listed run unconfined: they read no strangers' files, or start programs of the
/// user's choice (the explorer, `config edit`, `weights pull`).
extension FileAccess {
  /// The access of `command`; nil for a command that runs unconfined.
  init?(of command: any ParsableCommand) {
    self.init()
    switch command {
    case let command as ClassifyCommand:
      read(command.network, command.images)
      write(command.saveLogits)
    case let command as StepCommand:
      read(command.network, [command.image])
      write(command.saveActivation)
    case let command as CamCommand:
      read(command.given.network, command.images)
      // The picture names the files that it was made of.
      if let picture = command.from { readWidely(for: [picture] + command.images) }
      if command.given.colors.scale == .shared { writeTemporaryFiles() }
      for output in [
        command.output, command.saveMap, command.saveMapPhoto, command.saveActivations,
        command.saveGradients,
      ] { write(output) }
    case let command as CompareCommand:
      read(command.network, [command.image].compactMap(\.self))
      read(weights: nil, of: command.variantNames)
      if let picture = command.from { readWidely(for: [picture]) }
      write(command.output)
    case let command as EvaluateCommand:
      read(command.network, command.images + command.boxes)
      write(command.plot)
    case let command as SanityCommand:
      read(command.network, [command.image])
      write(command.plot)
    case let command as ReportCommand:
      read(command.explanation.network, command.images)
      write(command.output)
    case let command as TransferCommand:
      // A table names images anywhere, and a folder may hold links.
      let folders = [command.images] + [command.test].compactMap(\.self)
      read(command.network, folders)
      readWidely(for: folders)
      write(command.output)
      if !command.noCache { write(belowOwn: BaseFolder.cache.path()) }
    case let command as BatchCommand:
      read(command.explanation.network, command.sources)
      readWidely(for: command.sources + [command.truth].compactMap(\.self))
      write(below: command.output)
      write(command.export)
      sort(in: command.output)
    case let command as LibraryMergeCommand:
      for shard in command.shards { write(shard) }
      write(below: command.output)
      sort(in: command.output)
    case let command as LibraryQueryCommand: readLibrary(command.library)
    case let command as LibrarySummaryCommand:
      readLibrary(command.library)
      write(command.plot)
    case let command as LibraryExportCommand:
      readLibrary(command.library)
      write(command.file)
    case let command as WeightsInspectCommand:
      read(weights: command.file, of: [])
      largestFile = startsProgram ? 0 : 1 << 30
    case is WeightsVerifyCommand: readBeside(WeightStore.user.folder)
    case let command as WeightsImportCommand:
      read(weights: command.file, of: [])
      write(belowOwn: WeightStore.user.folder)
    case let command as WeightsConvertCommand:
      read(weights: command.file, of: [])
      write(command.output)
    case let command as WeightsQuantizeCommand:
      read(weights: command.weights, of: [command.weights])
      for image in command.images { read(image) }
      write(command.output)
    case let command as BenchmarkCommand:
      read(weights: command.checkpoint, of: command.variants.isEmpty ? [nil] : command.variants)
      if let compare = command.compare { read(compare) }
      write(belowOwn: BaseFolder.cache.path())
    default: return nil
    }
  }

  private mutating func read(_ network: NetworkArguments, _ files: [String]) {
    read(weights: network.checkpoint, of: [network.choice.texts["variant"]?.first])
    if let labels = network.labels { read(labels) }
    for file in files { read(file) }
  }

  /// Reads the installed weights, and a checkpoint with what lies beside it.
  ///
  /// `variants` are those whose installed weights are read where no checkpoint is; nil for the standard one.
  private mutating func read(weights path: String?, of variants: [String?]) {
    let store = WeightStore.user
    readBeside(store.folder)
    let chosen: [String]
    if let path, access(path.rawPath, F_OK) == 0 {
      readBeside(path)
      chosen = [path]
    } else if let installed = path.flatMap(store.entry) {
      chosen = [installed.path]
    } else {
      chosen = variants.compactMap { name in
        let name = name ?? NetworkLoader.standardVariant
        return store.weights(for: (try? NetworkLoader.variant(name).name) ?? name)?.path
      }
    }
    guard chosen.contains(where: Checkpoint.needsProgram), let program = Checkpoint.program else {
      return
    }
    start(program)
    writeTemporaryFiles()
  }

  /// Reads a library; SQLite writes its index of a journal beside it.
  private mutating func readLibrary(_ folder: String) {
    write(folder)
    sort(in: folder)
  }

  /// Lets SQLite keep what it sorts in the library's folder, or in that for temporary files where the
  /// library can't be written.
  private mutating func sort(in folder: String) {
    if access(folder.rawPath, W_OK) == 0 {
      setenv("SQLITE_TMPDIR", folder.rawPath, 1)
    } else {
      writeTemporaryFiles()
    }
  }
}
