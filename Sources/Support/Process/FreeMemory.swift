import Glibc

/// Memory that this process may still take, from the kernel.
package enum FreeMemory {
  /// The least of what the machine has available, its control groups leave and the limit of the
  /// address space leaves, in bytes; nil if the kernel tells none of them.
  package static var bytes: Int? {
    ([machine, addressSpace] + controlGroups).compactMap(\.self).min().map { max(0, $0) }
  }

  private static var machine: Int? {
    field("MemAvailable:", of: "/proc/meminfo").map { $0 * 1024 }
  }

  private static var addressSpace: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      let most = Int(exactly: limit.rlim_cur),
      let used = field("VmSize:", of: "/proc/self/status")
    else { return nil }
    return most - used * 1024
  }

  /// What the process's group and each of those around it leave; reclaimable file pages count as free.
  private static var controlGroups: [Int?] {
    let root = "/sys/fs/cgroup"
    let lines = text("/proc/self/cgroup").split(separator: "\n")
    var path = lines.first { $0.hasPrefix("0::") }.map { String($0.dropFirst(3)) } ?? "/"
    var left: [Int?] = [
      room(root + "/memory", limit: "memory.limit_in_bytes", use: "memory.usage_in_bytes")
    ]
    while true {
      left.append(room(root + path, limit: "memory.max", use: "memory.current"))
      guard let slash = path.lastIndex(of: "/"), path.count > 1 else { return left }
      path = slash == path.startIndex ? "/" : String(path[..<slash])
    }
  }

  private static func room(_ folder: String, limit: String, use: String) -> Int? {
    guard let most = number("\(folder)/\(limit)"), let used = number("\(folder)/\(use)") else {
      return nil
    }
    return most - used + (field("inactive_file", of: "\(folder)/memory.stat") ?? 0)
  }

  private static func text(_ path: String) -> String {
    guard access(path, R_OK) == 0 else { return "" }
    let bytes = try? InputFile.read(path, what: "can't read the memory size")
    return String(decoding: bytes ?? [], as: UTF8.self)
  }

  private static func number(_ path: String) -> Int? {
    Int(text(path).split(separator: "\n").first ?? "")
  }

  /// The number after the word `name` at the start of a line.
  private static func field(_ name: String, of path: String) -> Int? {
    for line in text(path).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count > 1, words[0] == name { return Int(words[1]) }
    }
    return nil
  }
}
