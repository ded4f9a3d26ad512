import Glibc

/// Peak resident memory of this process, from the kernel.
package enum PeakMemory {
  /// Resets the peak, if the kernel allows it.
  package static func reset() {
    let descriptor = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = write(descriptor, "5", 1)
    close(descriptor)
  }

  /// Peak bytes of resident memory since the start or the last reset.
  package static var bytes: Int {
    if let status = try? InputFile.read("/proc/self/status", what: "can't read the memory size") {
      for line in String(decoding: status, as: UTF8.self).split(separator: "\n")
      where line.hasPrefix("VmHWM:") {
        return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
      }
    }
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}
