import Support

extension JSON {
  /// The document in `range` of a file's bytes; `subject` names it in errors.
  init(
    _ bytes: FileBytes, _ range: Range<Int>? = nil, of subject: String
  ) throws(CheckpointError) {
    let range = range ?? 0..<bytes.count
    do throws(JSONError) {
      self = try JSON(parsing: UnsafeRawBufferPointer(rebasing: bytes.buffer[range]))
    } catch {
      switch error {
      case .malformed(let offset, let rule):
        throw .malformed(subject, offset: range.lowerBound + offset, rule: rule)
      case .duplicate(let key): throw .duplicate(subject, name: key)
      }
    }
  }
}
