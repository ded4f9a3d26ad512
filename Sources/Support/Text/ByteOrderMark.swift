extension Array<UInt8> {
  /// These bytes without UTF-8's byte order mark, which Windows programs write before text.
  package var withoutByteOrderMark: [UInt8] {
    starts(with: [0xEF, 0xBB, 0xBF]) ? Array(dropFirst(3)) : self
  }
}
