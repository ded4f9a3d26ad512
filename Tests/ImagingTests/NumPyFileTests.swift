import Imaging
import Tensors
import Testing

@Suite struct NumPyFileTests {
  private func file(_ name: String) throws -> [UInt8] { try Fixtures.bytes("arrays/\(name).npy") }

  private func fault(_ bytes: [UInt8], limit: Int = 1000) -> ArrayFileFault? {
    do {
      _ = try NumPyFile.tensor(from: bytes, elementLimit: limit)
      return nil
    } catch ImagingError.array(let fault) {
      return fault
    } catch {
      return nil
    }
  }

  @Test(arguments: ["single", "double", "version2", "version3"])
  func arraysAreRead(_ name: String) throws {
    let tensor = try NumPyFile.tensor(from: file(name))
    #expect(tensor.shape == [1, 3, 2, 4])
    #expect(tensor.elements == madeMap(6, 4).values)
  }

  @Test func halfPrecisionIsReadToItsOwnAccuracy() throws {
    let tensor = try NumPyFile.tensor(from: file("half"))
    #expect(zip(tensor.elements, madeMap(6, 4).values).allSatisfy { abs($0 - $1) < 5e-4 })
  }

  @Test func scalarsAndVectorsKeepTheirShape() throws {
    #expect(try NumPyFile.tensor(from: file("vector")).shape == [24])
    #expect(try NumPyFile.tensor(from: file("scalar")).shape == [])
  }

  @Test func writingGivesNumPysBytes() throws {
    for name in ["single", "three", "vector", "scalar", "up-sampling-1"] {
      let bytes = try file(name)
      #expect(NumPyFile.bytes(of: try NumPyFile.tensor(from: bytes)) == bytes, "\(name)")
    }
  }

  @Test func imagesHaveThreeOrFourAxes() throws {
    #expect(try NumPyFile.image(from: file("single")).shape == [1, 3, 2, 4])
    #expect(try NumPyFile.image(from: file("three")).shape == [1, 3, 2, 4])
    #expect(throws: ImagingError.array(.notAnImage(shape: [24]))) {
      try NumPyFile.image(from: file("vector"))
    }
  }

  @Test func otherArraysAreRefusedWithTheirReason() throws {
    #expect(try fault(file("fortran")) == .columnMajor)
    #expect(try fault(file("bytes")) == .elementType("|u1"))
    #expect(
      try fault(file("single"), limit: 23) == .tooManyElements(shape: [1, 3, 2, 4], limit: 23))
    #expect(fault([]) == .notAnArrayFile)
    #expect(fault(Array("\u{93}NUMPY".utf8)) == .notAnArrayFile)
  }

  private func made(_ header: String, version: UInt8 = 1, data: Int = 0) -> [UInt8] {
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(length & 255), UInt8(length >> 8)]
      + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  @Test func hostileHeadersAreRefused() {
    let huge = "9223372036854775807"
    let good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
    #expect(fault(made(good, data: 24)) == nil)
    #expect(fault(made(good, data: 23)) == .length(shape: [2, 3], expected: 24, found: 23))
    #expect(fault(made(good, version: 9)) == .version(major: 9, minor: 0))
    for header in [
      "", "{", "{}", "{'descr'}", "{'descr': '<f4'", "{'a': 1}", "[1]", "{'shape': (-1,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(huge)0,), }",
      "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,), }",
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (" + String(repeating: "1,", count: 40)
        + ")}",
      "{'descr': '\u{1B}[31m', 'fortran_order': False, 'shape': ()}",
    ] {
      guard case .header = fault(made(header)) else {
        Issue.record("\(header) gives \(String(describing: fault(made(header))))")
        continue
      }
    }
    #expect(
      fault(made("{'descr': '<f4', 'fortran_order': False, 'shape': (\(huge), \(huge)), }"))
        == .tooManyElements(shape: [.max, .max], limit: 1000))
    #expect(
      fault(made("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }")) == .elementType("|O"))
  }

  @Test func truncationIsAlwaysAnError() throws {
    let bytes = try file("single")
    for count in 0..<bytes.count { #expect(fault(Array(bytes[..<count])) != nil, "\(count)") }
  }
}
