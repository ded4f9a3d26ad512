extension String {
  /// The text as one word of a shell's command line.
  ///
  /// Control characters and marks that reorder text stand as bytes in `$'…'`, which bash, zsh and ksh
  /// read: a command line that is shown never drives a terminal and still names the file.
  package var shellQuoted: String {
    if unicodeScalars.contains(where: \.isUnsafeToPrint) { return "$'" + escapedBytes + "'" }
    let isPlain = unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "/._-+:,@%=".unicodeScalars.contains(scalar))
    }
    if isPlain, !isEmpty { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  private var escapedBytes: String {
    var text = ""
    for scalar in unicodeScalars {
      if scalar == "\\" || scalar == "'" {
        text += "\\" + String(scalar)
      } else if scalar.isUnsafeToPrint {
        for byte in String(scalar).rawBytes {
          text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
