import Support

extension ImagingError: FailureReason {
  package var status: ExitStatus {
    switch self {
    case .outOfMemory: .software
    case .notEncodable: .cannotCreate
    default: .badData
    }
  }

  package var what: String? {
    switch self {
    case .array: "reading the array failed on"
    case .notEncodable: "encoding failed on"
    default: "decoding failed on"
    }
  }

  package var why: String { text.why }

  package var advice: String? { text.advice }

  private var text: (why: String, advice: String?) {
    switch self {
    case .empty:
      ("the file is empty", "choose a picture or a .npy tensor")
    case .unknownFormat(let bytes):
      (
        "it starts with \(Self.hex(bytes)), which is neither a PNG, JPEG, WebP, GIF, BMP, TIFF, "
          + "HEIC, AVIF nor .npy",
        "convert the image to one of these"
      )
    case .refused(let name):
      ("it is \(name), which is not read", "convert the image to PNG, JPEG or TIFF")
    case .truncated(let format, let count):
      (
        "the \(format.rawValue) ends after \(count) bytes, before its picture is complete",
        "copy or download the file again"
      )
    case .damaged(let format, let byte, let detail):
      (
        "the \(format.rawValue) is damaged near byte \(byte)\(Self.inParentheses(detail))",
        "copy or download the file again"
      )
    case .unsupported(let format, let detail):
      (
        "this kind of \(format.rawValue) is not decoded\(Self.inParentheses(detail))",
        detail.hasSuffix("is not installed")
          ? "install it, or convert the image to PNG" : "save it as an 8-bit \(format.rawValue)"
      )
    case .tooManyPixels(let width, let height, let limit):
      (
        "\(width)×\(height) pixels are more than the limit of "
          + "\(NumberText.significant(Double(limit) / 1e6)) million",
        "scale the image down first, or raise \(OptionName.megapixels)"
      )
    case .tooMuchMemory(let width, let height, let needed, let limit):
      (
        "decoding \(width)×\(height) pixels takes up to \(NumberText.bytes(needed)), more than the "
          + "limit of \(NumberText.bytes(limit)), half of the free memory",
        "scale the image down first, or free memory"
      )
    case .tooMuchWork(let format, let detail):
      (
        "the \(format.rawValue) takes more work than its size allows\(Self.inParentheses(detail))",
        "save the image again"
      )
    case .outOfMemory(let width, let height):
      ("there is no memory for \(width)×\(height) pixels", "scale the image down first")
    case .array(let fault):
      fault.text
    case .notEncodable(let width, let height):
      ("an image file can't hold \(width)×\(height) pixels", "make the picture smaller")
    }
  }

  private static func inParentheses(_ detail: String) -> String {
    detail.isEmpty ? "" : " (\(detail))"
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ")
  }
}

extension ArrayFileFault {
  fileprivate var text: (why: String, advice: String?) {
    switch self {
    case .notAnArrayFile:
      ("it does not start as a .npy file does", nil)
    case .version(let major, let minor):
      (
        "it has .npy version \(major).\(minor), and only 1, 2 and 3 are read",
        "save it again with numpy.save"
      )
    case .header(let detail):
      ("its header can't be understood (\(detail))", "save it again with numpy.save")
    case .elementType(let type):
      (
        "its elements are '\(type)', and only '<f4', '<f8' and '<f2' are read",
        "convert it with .astype('<f4')"
      )
    case .columnMajor:
      ("it is stored in Fortran order", "convert it with numpy.ascontiguousarray")
    case .tooManyElements(let shape, let limit):
      (
        "shape \(Self.words(shape)) has more than \(limit / 1_000_000) million elements",
        "split the array"
      )
    case .length(let shape, let expected, let found):
      (
        "shape \(Self.words(shape)) needs \(expected) bytes of elements, but \(found) follow",
        "copy or download the file again"
      )
    case .notAnImage(let shape):
      (
        "its shape is \(Self.words(shape)), and an image is (1, C, H, W) or (C, H, W) with C channels",
        "transpose or split the array"
      )
    }
  }

  private static func words(_ shape: [Int]) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + ")"
  }
}
