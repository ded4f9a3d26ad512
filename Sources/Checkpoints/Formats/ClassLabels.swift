import Support

/// Reads class names from JSON.
public enum ClassLabels {
  /// The class names in a JSON document, by class index; nil if there are none.
  ///
  /// Accepted: a list of names; an object from index to name or to `[identifier, name]` (ImageNet's
  /// class index) or from name to index; Hugging Face's `id2label`; timm's `label_names` with `label_descriptions`.
  public static func names(inJSON bytes: [UInt8]) -> [String]? {
    guard !bytes.isEmpty,
      let json = try? JSON(parsing: bytes)
    else { return nil }
    return names(in: json) ?? json["pretrained_cfg"].flatMap(names) ?? list(json) ?? byIndex(json)
      ?? byName(json)
  }

  /// The class names in a model configuration.
  static func names(in json: JSON) -> [String]? {
    if let names = json["id2label"].flatMap(byIndex) { return names }
    guard let names = json["label_names"].flatMap(list) else { return nil }
    guard let members = json["label_descriptions"]?.members else { return names }
    let descriptions = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
    return names.map { descriptions[$0]?.string ?? $0 }
  }

  private static func list(_ json: JSON) -> [String]? {
    guard let elements = json.array, !elements.isEmpty else { return nil }
    let names = elements.compactMap(name)
    return names.count == elements.count ? names : nil
  }

  /// The names of an object whose keys are the indices from 0, each exactly once.
  private static func byIndex(_ json: JSON) -> [String]? {
    guard let members = json.members, !members.isEmpty else { return nil }
    var names = [String?](repeating: nil, count: members.count)
    for member in members {
      guard let index = Int(member.key), names.indices.contains(index), names[index] == nil,
        let name = name(member.value)
      else { return nil }
      names[index] = name
    }
    return names.compactMap { $0 }
  }

  /// The names of an object whose values are the indices from 0, each exactly once.
  private static func byName(_ json: JSON) -> [String]? {
    guard let members = json.members, !members.isEmpty else { return nil }
    var names = [String?](repeating: nil, count: members.count)
    for member in members {
      guard let index = member.value.integer, names.indices.contains(index), names[index] == nil
      else { return nil }
      names[index] = member.key
    }
    return names.compactMap { $0 }
  }

  private static func name(_ json: JSON) -> String? {
    json.string ?? json.array?.last?.string ?? json["name"]?.string ?? json["label"]?.string
  }
}
