import Foundation

extension Thread {
  /// Runs `body` on a thread of its own, its stack as deep as a main thread's: decoders are used to one.
  package static func startDecoding(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.stackSize = 8 << 20
    thread.start()
  }
}
