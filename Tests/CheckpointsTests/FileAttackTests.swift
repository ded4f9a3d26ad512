import Checkpoints
import Testing

/// Archives and headers with wrong sizes, offsets and names.
@Suite struct FileAttackTests {
  private func expectBadData(_ bytes: [UInt8], _ part: String) {
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointContents(reading: FileBytes(bytes))
    }
    #expect(error?.status == .badData)
    #expect(error?.description.contains(part) == true, "\(String(describing: error))")
  }

  static let empty = PickleBytes.proto(2) + PickleBytes.emptyDictionary + PickleBytes.stop

  @Test func anArchiveWithTheSameNameTwiceIsRefused() {
    expectBadData(
      PickleBytes.zip([("a/data.pkl", Self.empty), ("a/data.pkl", Self.empty)]), "twice")
    expectBadData(
      PickleBytes.zip([("a/data.pkl", Self.empty), ("b/data.pkl", Self.empty)]), "twice")
  }

  @Test(arguments: [20, 24, 42])
  func anArchiveThatLiesAboutSizesOrPlacesIsRefused(field: Int) {
    for value: UInt32 in [1, 0x7FFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFF] {
      let bytes = PickleBytes.zip([("a/data.pkl", Self.empty)]) { row in
        for shift in 0..<4 { row[field + shift] = UInt8(truncatingIfNeeded: value >> (8 * shift)) }
      }
      expectBadData(bytes, "zip")
    }
  }

  @Test func aDeflatedEntryThatAnnouncesMoreThanDeflateCanGiveIsRefused() {
    let bytes = PickleBytes.zip([("a/data.pkl", Self.empty)]) { row in
      row[10] = 8
      row[27] = 0x40
    }
    expectBadData(bytes, "can't give")
  }

  @Test func entryNamesWithPathsAreIgnored() throws {
    let contents = try CheckpointContents(
      reading: FileBytes(
        PickleBytes.zip([("a/data.pkl", Self.empty), ("../../etc/passwd", [1]), ("/tmp/x", [2])])))
    #expect(contents.groups.isEmpty)
  }

  @Test func anEmptyTensorFarBehindTheEndIsRefused() {
    let storage =
      PickleBytes.mark + PickleBytes.text("storage") + PickleBytes.global("torch", "FloatStorage")
      + PickleBytes.text("0") + PickleBytes.text("cpu") + [0x4B, 0, 0x74, 0x51]
    // Offset 2^62, shape (0).
    let offset: [UInt8] = [0x8A, 8, 0, 0, 0, 0, 0, 0, 0, 0x40]
    let pickle =
      PickleBytes.proto(2) + PickleBytes.emptyDictionary + PickleBytes.text("x")
      + PickleBytes.global("torch._utils", "_rebuild_tensor_v2") + PickleBytes.mark + storage
      + offset + [0x4B, 0] + PickleBytes.tuple1 + [0x4B, 1] + PickleBytes.tuple1 + [0x74]
      + PickleBytes.reduce + [0x73] + PickleBytes.stop
    expectBadData(
      PickleBytes.zip([("a/data.pkl", pickle), ("a/data/0", [])]), "does not fit its 0 bytes")
  }

  @Test func safetensorsRangesMustTileTheData() {
    func two(_ first: String, _ second: String) -> String {
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":\#(first)},"#
        + #""b":{"dtype":"F32","shape":[2],"data_offsets":\#(second)}}"#
    }
    expectBadData(PickleBytes.safetensors(two("[0,8]", "[4,12]"), zeros: 16), "overlap")
    expectBadData(PickleBytes.safetensors(two("[0,8]", "[0,8]"), zeros: 16), "overlap")
    expectBadData(PickleBytes.safetensors(two("[0,8]", "[9,17]"), zeros: 17), "no bytes may lie")
    expectBadData(PickleBytes.safetensors(two("[0,8]", "[8,16]"), zeros: 20), "no bytes may follow")
    expectBadData(PickleBytes.safetensors(two("[0,8]", "[8,24]"), zeros: 16), "announces")
    expectBadData(PickleBytes.safetensors(two("[8,0]", "[8,16]"), zeros: 16), "announces")
    expectBadData(PickleBytes.safetensors(two("[-8,0]", "[0,8]"), zeros: 8), "announces")
  }

  @Test func safetensorsHeadersWithWrongLengthsAreRefused() {
    let million: UInt64 = 1_000_000
    expectBadData(
      PickleBytes.safetensors("{}", length: million * million * million), "1000000000000000000")
    expectBadData(PickleBytes.safetensors("{}", length: .max), "18446744073709551615")
    expectBadData(
      PickleBytes.safetensors(
        #"{"a":{"dtype":"F32","shape":[1152921504606846976,16],"data_offsets":[0,0]}}"#),
      "does not fit")
    let one = #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
    expectBadData(PickleBytes.safetensors("{\(one),\(one)}", zeros: 4), "'a' twice")
    expectBadData(
      PickleBytes.safetensors(#"{"a":"# + String(repeating: "[", count: 100_000)), "64 levels")
  }
}
