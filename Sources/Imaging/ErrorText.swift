/// The words of an error: what could not be done, why, and what to do about it.
public struct ErrorText: Sendable, Equatable {
  /// What was being done, as a noun: "decoding".
  public let what: String
  /// Why it could not be done, with the facts.
  public let why: String
  /// What would help, or nil.
  public let whatToDo: String?
}

extension ImagingError {
  /// The words for this error.
  public var text: ErrorText {
    switch self {
    case .empty:
      decoding("the file is empty", "choose a PNG, JPEG or WebP image, or a .npy tensor")
    case .unknownFormat(let bytes):
      decoding(
        "it starts with \(Self.hex(bytes)), which is neither PNG, JPEG, WebP nor .npy",
        "convert the image to one of these")
    case .truncated(let format, let count):
      decoding(
        "the \(format.rawValue) ends after \(count) bytes, before its picture is complete",
        "copy or download the file again")
    case .damaged(let format, let byte, let detail):
      decoding(
        "the \(format.rawValue) is damaged near byte \(byte)\(Self.inParentheses(detail))",
        "copy or download the file again")
    case .unsupported(let format, let detail):
      decoding(
        "this kind of \(format.rawValue) is not decoded\(Self.inParentheses(detail))",
        "save it as an 8-bit \(format.rawValue)")
    case .tooManyPixels(let width, let height, let limit):
      decoding(
        "\(width)×\(height) pixels are more than the limit of \(limit / 1_000_000) million",
        "scale the image down first")
    case .outOfMemory(let width, let height):
      decoding("there is no memory for \(width)×\(height) pixels", "scale the image down first")
    case .array(let fault):
      fault.text
    case .notEncodable(let width, let height):
      ErrorText(
        what: "encoding", why: "an image file can't hold \(width)×\(height) pixels",
        whatToDo: "make the picture smaller")
    }
  }

  private func decoding(_ why: String, _ whatToDo: String) -> ErrorText {
    ErrorText(what: "decoding", why: why, whatToDo: whatToDo)
  }

  private static func inParentheses(_ detail: String) -> String {
    detail.isEmpty ? "" : " (\(detail))"
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ")
  }
}

extension ArrayFileFault {
  /// The words for this fault.
  public var text: ErrorText {
    switch self {
    case .notAnArrayFile:
      reading("it does not start as a .npy file does", nil)
    case .version(let major, let minor):
      reading(
        "it has .npy version \(major).\(minor), and only 1, 2 and 3 are read",
        "save it again with numpy.save")
    case .header(let detail):
      reading("its header can't be understood (\(detail))", "save it again with numpy.save")
    case .elementType(let type):
      reading(
        "its elements are '\(type)', and only '<f4', '<f8' and '<f2' are read",
        "convert it with .astype('<f4')")
    case .columnMajor:
      reading("it is stored in Fortran order", "convert it with numpy.ascontiguousarray")
    case .tooManyElements(let shape, let limit):
      reading(
        "shape \(Self.words(shape)) has more than \(limit / 1_000_000) million elements",
        "split the array")
    case .length(let shape, let expected, let found):
      reading(
        "shape \(Self.words(shape)) needs \(expected) bytes of elements, but \(found) follow",
        "copy or download the file again")
    case .notAnImage(let shape):
      reading(
        "its shape is \(Self.words(shape)), and an image is (1, 3, H, W) or (3, H, W)",
        "transpose or split the array")
    }
  }

  private func reading(_ why: String, _ whatToDo: String?) -> ErrorText {
    ErrorText(what: "reading the array", why: why, whatToDo: whatToDo)
  }

  private static func words(_ shape: [Int]) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + ")"
  }
}
