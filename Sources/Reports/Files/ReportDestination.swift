import Foundation
import Support

/// The output of a report: a file, or a folder with a file of each format.
///
/// Files are written to a staging folder next to the destination and moved when all are complete.
/// Without `publish` the staging folder is removed.
package final class ReportDestination {
  package let formats: [any ReportFormat.Type]
  /// The final paths of the main files, in the order of the formats.
  package var paths: [String] { names.map { "\(target)/\($0)" } }

  private let names: [String]
  /// The folder of the published files.
  private let target: String
  private let staging: String
  private let isFolder: Bool
  /// Whether the output is a device, FIFO or standard stream, which gets one file's bytes.
  private let isStream: Bool

  /// `output` is a file if its ending or a single format says so and it is no folder.
  package init(_ output: String, formats chosen: [any ReportFormat.Type]) throws(Failure) {
    let found = FileSystem.isFolder(output)
    let exists = found != nil
    let suiting = ReportFormats.suiting(output)
    isFolder =
      found == true || output.hasSuffix("/")
      || suiting == nil && chosen.count != 1
    if isFolder {
      if found == false {
        throw Failure(
          .cannotCreate, "can't create the folder", output, because: "a file has this name",
          advice: "choose another, or end it in \(ReportFormats.endings)")
      }
      isStream = false
      formats = chosen.isEmpty ? ReportFormats.all : chosen
      names = formats.map { $0.standardFileName }
      target = output.count > 1 && output.hasSuffix("/") ? String(output.dropLast()) : output
      // Inside an existing folder, because it may be on another file system than its parent.
      staging = exists ? "\(target)/.report.\(getpid()).part" : "\(target).\(getpid()).part"
    } else {
      guard chosen.count <= 1, let format = chosen.first ?? suiting else {
        throw Failure(
          .usage, "can't write several forms of report into", output,
          because: "it is the name of one file", advice: "name a folder: '\(output)/'")
      }
      formats = [format]
      names = [output.lastPathComponent]
      target = output.directoryPath
      // Beside a device there may be no room for files.
      isStream = OutputFile.isStream(output)
      let beside = isStream ? BaseFolder.environment("TMPDIR") ?? "/tmp" : target
      staging = "\(beside)/.\(output.lastPathComponent).\(getpid()).part"
    }
    guard mkdir(staging.rawPath, 0o755) == 0 else {
      let isAbsent = errno == ENOENT
      throw Failure(
        .cannotCreate, "can't write the report", output,
        because: isAbsent ? "its folder does not exist" : reason(errno),
        advice: isAbsent ? "create the folder or choose another" : "choose another place")
    }
  }

  deinit { FileSystem.remove(staging) }

  func files(_ index: Int) -> ReportFiles { ReportFiles(folder: staging, name: names[index]) }

  /// Moves all files to the destination: figures first, then the files that refer to them.
  func publish() throws(Failure) {
    // A new folder appears at once with all files.
    if isFolder, rename(staging.rawPath, target.rawPath) == 0 { return }
    if isFolder, mkdir(target.rawPath, 0o755) != 0, errno != EEXIST {
      throw ReportFile.failure(target)
    }
    let entries = try Self.entries(staging)
    for name in entries where !names.contains(name) {
      if isStream {
        throw Failure(
          .cannotCreate, "can't write the report", "\(target)/\(names[0])",
          because: "its figures are files beside it", advice: "name a file, or the form html or pdf"
        )
      }
      if FileSystem.isFolder("\(staging)/\(name)") == true {
        if mkdir("\(target)/\(name)".rawPath, 0o755) != 0, errno != EEXIST {
          throw ReportFile.failure("\(target)/\(name)")
        }
        for figure in try Self.entries("\(staging)/\(name)") { try move("\(name)/\(figure)") }
      } else {
        try move(name)
      }
    }
    for name in entries where names.contains(name) { try move(name) }
  }

  private func move(_ name: String) throws(Failure) {
    try OutputFile.move(
      "\(staging)/\(name)", to: "\(target)/\(name)", what: "can't write the report")
  }

  private static func entries(_ folder: String) throws(Failure) -> [String] {
    guard let names = FileSystem.names(in: folder) else { throw ReportFile.failure(folder) }
    return names
  }
}

extension ReportFormats {
  /// File endings for messages: `.html, .md, …`.
  static var endings: String {
    all.compactMap { $0.fileExtensions.first.map { ".\($0)" } }.joined(separator: ", ")
  }
}
