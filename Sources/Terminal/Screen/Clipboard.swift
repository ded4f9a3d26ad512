import Foundation

/// Copies text to the terminal's clipboard with OSC 52, also over ssh.
package enum Clipboard {
  /// The sequence that copies `text`.
  package static func sequence(for text: String) -> String {
    "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{07}"
  }
}
