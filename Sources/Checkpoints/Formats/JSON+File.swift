import Support

extension JSON {
  /// The document in `range` of a file's bytes; `subject` names it in errors.
  init(
    _ bytes: FileBytes, _ range: Range<Int>? = nil, of subject: String
  ) throws(CheckpointError) {
    let range = range ?? 0..<bytes.count
    do throws(JSONError) {
      var memory = bytes.budget.remaining
      let text = UnsafeRawBufferPointer(rebasing: bytes.buffer[range])
      defer { bytes.budget.count(bytes.budget.remaining - memory) }
      self = try JSON(parsing: text, memory: &memory)
    } catch {
      switch error {
      case .malformed(let offset, let rule):
        throw .malformed(subject, offset: range.lowerBound + offset, rule: rule)
      case .tooLarge:
        bytes.budget.count(bytes.budget.remaining + 1)
        throw .overBudget(.memory, limit: bytes.budget.limit)
      case .duplicate(let key): throw .duplicate(subject, name: key)
      }
    }
  }
}
