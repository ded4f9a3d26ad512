import Foundation

extension Thread {
  /// Runs `body` on a new thread with an 8 MiB stack, which image decoders need.
  package static func startDecoding(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.stackSize = 8 << 20
    thread.start()
  }
}
