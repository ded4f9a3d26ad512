import Imaging
import Testing

@Suite struct ImagingFailureTests {
  @Test func everySentenceHoldsItsFacts() {
    let cases: [(ImagingError, String)] = [
      (.empty, "the file is empty"),
      (
        .unknownFormat(firstBytes: [0x47, 0x49, 0x46, 0x08]),
        "it starts with 47 49 46 08, which is neither a PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC, AVIF "
          + "nor .npy"
      ),
      (.refused("a JPEG XL"), "it is a JPEG XL, which is not read"),
      (
        .truncated(.jpeg, byteCount: 1234),
        "the JPEG ends after 1234 bytes, before its picture is complete"
      ),
      (
        .damaged(.png, byte: 77, detail: "IDAT: CRC error"),
        "the PNG is damaged near byte 77 (IDAT: CRC error)"
      ),
      (.damaged(.webp, byte: 7, detail: ""), "the WebP is damaged near byte 7"),
      (
        .unsupported(.jpeg, detail: "2 components"),
        "this kind of JPEG is not decoded (2 components)"
      ),
      (
        .tooManyPixels(width: 65535, height: 65535, limit: 300_000_000),
        "65535×65535 pixels are more than the limit of 300 million"
      ),
      (
        .tooMuchMemory(width: 30000, height: 3000, needed: 540_000_000, limit: 300_000_000),
        "decoding 30000×3000 pixels takes up to 540 MB, more than the limit of 300 MB, half of the "
          + "free memory"
      ),
      (
        .tooMuchWork(.jpeg, detail: "more than 500 scans"),
        "the JPEG takes more work than its size allows (more than 500 scans)"
      ),
      (.outOfMemory(width: 3, height: 4), "there is no memory for 3×4 pixels"),
      (.notEncodable(width: 3, height: 4), "an image file can't hold 3×4 pixels"),
      (.array(.notAnArrayFile), "it does not start as a .npy file does"),
      (
        .array(.version(major: 4, minor: 0)),
        "it has .npy version 4.0, and only 1, 2 and 3 are read"
      ),
      (.array(.header("'{' is missing")), "its header can't be understood ('{' is missing)"),
      (
        .array(.elementType("<i8")),
        "its elements are '<i8', and only '<f4', '<f8' and '<f2' are read"
      ),
      (.array(.columnMajor), "it is stored in Fortran order"),
      (
        .array(.tooManyElements(shape: [1, 2], limit: 5_000_000)),
        "shape (1, 2) has more than 5 million elements"
      ),
      (
        .array(.length(shape: [2, 3], expected: 24, found: 8)),
        "shape (2, 3) needs 24 bytes of elements, but 8 follow"
      ),
      (
        .array(.notAnImage(shape: [4])),
        "its shape is (4), and an image is (1, C, H, W) or (C, H, W) with C channels"
      ),
    ]
    for (error, why) in cases {
      #expect(error.why == why)
      #expect(error.what != nil)
    }
  }
}
