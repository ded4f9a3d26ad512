import CConfinement
import Confinement
import ConfinementChecks
import Foundation
import Testing

/// What a confined process can still do: tried in a child, on this kernel and on one without limits.
@Suite struct ConfinementTests {
  /// The folders and files of one trial; `own` is allowed, `foreign` is not.
  private final class Place {
    let root: URL
    let port: UInt16
    private let listener: Int32

    init() throws {
      root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      for folder in ["own/inner", "foreign"] {
        try FileManager.default.createDirectory(
          at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
      }
      for file in ["input", "foreign/secret"] {
        try Data("private".utf8).write(to: root.appendingPathComponent(file))
      }
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          _ = bind(listener, address, length)
          listen(listener, 4)
          getsockname(listener, address, &length)
        }
      }
      self.listener = listener
      port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
      close(listener)
      try? FileManager.default.removeItem(at: root)
    }

    func tried(
      program: String?, on kernel: confinement_kernel = kernel_of_machine
    ) throws -> [Int32] {
      var outcome = confinement_outcome()
      func path(_ name: String) -> String { root.appendingPathComponent(name).path }
      let code = confinement_try(
        path("input"), path("own"), path("foreign/secret"), path("foreign"), port, program, kernel,
        &outcome)
      try #require(code == 0)
      return withUnsafeBytes(of: outcome.outcomes) { Array($0.bindMemory(to: Int32.self)) }
        + [outcome.files, outcome.calls]
    }

    func exists(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: root.appendingPathComponent(name).path)
    }
  }

  private func outcome(_ check: confinement_check, _ outcomes: [Int32]) -> Int32 {
    outcomes[Int(check.rawValue)]
  }

  @Test func whatIsNamedStaysOpen() throws {
    let place = try Place()
    let outcomes = try place.tried(program: nil)
    for check in [check_read_own, check_write_own, check_thread, check_core] {
      #expect(outcome(check, outcomes) == 0, "\(check)")
    }
    // The first version of Landlock denies all renames between folders.
    let renames = confinement_landlock_version() != 1
    #expect(outcome(check_rename_own, outcomes) == (renames ? 0 : EXDEV))
    #expect(place.exists("own/inner/renamed") == renames)
  }

  @Test func foreignFilesAreClosed() throws {
    let place = try Place()
    let outcomes = try place.tried(program: nil)
    let checks = [
      check_read_foreign, check_list_foreign, check_write_foreign, check_remove_foreign,
    ]
    guard confinement_landlock_version() > 0 else {
      // The report must say so, and then the files are open.
      #expect(
        ProcessConfinement.facts.contains { $0.name == "files" && $0.text.hasPrefix("not limited") }
      )
      for check in checks { #expect(outcome(check, outcomes) == 0, "\(check)") }
      return
    }
    for check in checks { #expect(outcome(check, outcomes) == EACCES, "\(check)") }
    #expect([EACCES, EXDEV].contains(outcome(check_link_foreign, outcomes)))
    #expect(place.exists("foreign/secret") && !place.exists("foreign/made"))
    #expect(!place.exists("own/linked"))
    #expect(
      ProcessConfinement.facts.contains { $0.name == "files" && $0.text.hasPrefix("Landlock") })
  }

  @Test func callsThatNoReaderNeedsAreDenied() throws {
    let place = try Place()
    let outcomes = try place.tried(program: nil)
    let checks = [
      check_socket, check_connect, check_process, check_program, check_memory, check_mode_foreign,
    ]
    guard confinement_has_filter() != 0 else {
      #expect(ProcessConfinement.facts.contains { $0.name == "programs" && $0.text != "seccomp" })
      return
    }
    for check in checks { #expect(outcome(check, outcomes) == EPERM, "\(check)") }
    #expect(ProcessConfinement.facts.contains { $0.name == "programs" && $0.text == "seccomp" })
  }

  @Test func onlyTheNamedProgramStarts() throws {
    let place = try Place()
    let outcomes = try place.tried(program: "/usr/bin/true")
    #expect(outcome(check_program, outcomes) == 0)
    #expect(outcome(check_process, outcomes) == 0)
    // It must not be the way to the network.
    if confinement_has_filter() != 0 { #expect(outcome(check_socket, outcomes) == EPERM) }
    if confinement_landlock_version() > 0 {
      let other = try place.tried(program: place.root.appendingPathComponent("input").path)
      #expect(outcome(check_program, other) == EACCES)
    }
  }

  /// An old kernel, or a container that forbids the calls, changes nothing but the limits.
  @Test func withoutTheKernelsHelpEverythingStillRuns() throws {
    let place = try Place()
    let outcomes = try place.tried(program: nil, on: kernel_without_limits)
    #expect(Array(outcomes.suffix(2)) == [ENOSYS, ENOSYS])
    for check in 0..<Int(check_count.rawValue) where check != Int(check_program.rawValue) {
      #expect(outcomes[check] == 0, "\(check)")
    }
  }
}
