import Support

extension FileExaminer {
  // MARK: NumPy

  /// Examines an array; one of objects is a pickle behind the header.
  mutating func examineArray(_ part: Part) {
    var cursor = ByteCursor(part.bytes, part.range, of: "NumPy array")
    guard (try? cursor.take(6)) != nil, let version = try? cursor.next(UInt8.self),
      (try? cursor.next(UInt8.self)) != nil
    else { return leave(part, "its array is cut off") }
    let length = version == 1 ? try? cursor.length(UInt16.self) : try? cursor.length(UInt32.self)
    guard let length, let range = try? cursor.take(length) else {
      return leave(part, "its array's header is cut off")
    }
    guard !Self.isNumeric(part.bytes.text(range)) else { return }
    var data = part
    data.program = .numPy
    let objects = part.bytes.buffer[cursor.offset..<part.range.upperBound]
    let inner = Part(
      bytes: part.bytes, range: cursor.offset..<part.range.upperBound, place: part.place,
      depth: part.depth, program: .numPy, isPickle: true)
    if objects.isEmpty { return leave(data, "its array's type is not that of numbers") }
    examinePickles(inner)
  }

  /// True if the header's type is one number, text or date: `'<f4'`.
  private static func isNumeric(_ header: String) -> Bool {
    guard let key = header.range(ofKey: "'descr':"), !header.contains("\\"),
      String(header[key...]).range(ofKey: "descr") == nil
    else { return false }
    let value = header[key...].drop { $0 == " " }
    guard value.first == "'" else { return false }
    var type = value.dropFirst().prefix { $0 != "'" }
    if let order = type.first, "<>|=".contains(order) { type = type.dropFirst() }
    guard let letter = type.first, "?biufcmMSU".contains(letter) else { return false }
    let rest = type.dropFirst()
    return rest.allSatisfy { $0.isNumber || "[]smhDWYMnupfa".contains($0) }
  }

  // MARK: Keras

  private static let documentLimit = 16 << 20

  /// Examines a JSON document that describes Keras' layers.
  mutating func examineJSON(_ part: Part) {
    let isNamed = part.place.hasSuffix(".json") || part.depth == 0
    guard part.range.count <= Self.documentLimit else {
      if isNamed { leave(part, "the document is longer than 16 MiB") }
      return
    }
    guard let json = try? JSON(part.bytes, part.range, of: "document") else {
      if isNamed { leave(part, "it is no strict JSON document") }
      return
    }
    if json["class_name"] != nil { add(KerasAudit(json), part) }
  }

  /// Examines the description of a model that is known as text.
  mutating func examine(description: String, _ part: Part) {
    guard let json = try? JSON(parsing: Array(description.utf8)) else {
      return leave(part, "it is no strict JSON document")
    }
    add(KerasAudit(json), part)
  }

  private mutating func add(_ audit: KerasAudit, _ part: Part) {
    for (kind, name) in audit.findings { add(kind, name, part, .keras) }
  }

  /// Examines HDF5 inside of another part; the file itself is read by its reader.
  mutating func examineHDF5(_ part: Part) {
    guard part.depth > 0, !(isRead && part.depth == 1) else { return }
    guard processes > 0 else { return leave(part, "the file holds too many HDF5 parts") }
    processes -= 1
    guard let bytes = whole(part) else { return }
    do throws(CheckpointError) {
      let contents = try HDF5Reader.read(bytes)
      examine(contents.metadata, part)
    } catch {
      leave(part, error.description)
    }
  }

  /// Examines what Keras writes beside the weights of an HDF5 file.
  mutating func examine(_ metadata: [String: String], _ part: Part) {
    for key in KerasAudit.metadataKeys {
      if let text = metadata[key] { examine(description: text, part.part(part.range, key)) }
    }
  }
}

extension String {
  /// The index behind the first `key`.
  fileprivate func range(ofKey key: String) -> Index? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(key) { return index(place, offsetBy: key.count) }
      place = index(after: place)
    }
    return nil
  }
}
