internal import CNCurses
import CTerminal
import Glibc

/// The stream that ncurses writes to: the terminal, or memory while a frame is captured.
final class FrameOutput {
  let stream: UnsafeMutablePointer<FILE>
  private let descriptor: Int32
  private let memory: Int32

  /// Nil if the system can't open another file.
  init?() {
    let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    let memory = terminal_memory_file()
    guard descriptor >= 0, memory >= 0, let stream = fdopen(descriptor, "w") else {
      if descriptor >= 0 { Glibc.close(descriptor) }
      if memory >= 0 { Glibc.close(memory) }
      return nil
    }
    (self.stream, self.descriptor, self.memory) = (stream, descriptor, memory)
  }

  deinit {
    Glibc.close(memory)
    fclose(stream)
  }

  /// What ncurses writes while `body` runs; nil, without running it, if capturing is not possible.
  func caught(_ body: () -> Void) -> [UInt8]? {
    guard terminal_redirect(descriptor, memory) == 0 else { return nil }
    body()
    _ = terminal_redirect(descriptor, STDOUT_FILENO)
    let length = Int(lseek(memory, 0, SEEK_CUR))
    guard length > 0 else { return [] }
    defer { lseek(memory, 0, SEEK_SET) }
    return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      while count < length {
        let got = pread(
          memory, buffer.baseAddress.map { $0 + count }, length - count, off_t(count))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return }
        count += got
      }
    }
  }
}
