internal import CChafa
import Glibc

/// Writes pixels in a terminal's own picture protocol, by libchafa.
package enum PixelEncoder {
  /// What a terminal is taken to have that did not say.
  package static let usualCell = Size(8, 16)

  /// The pixels that `cells` cells of `cell` pixels each hold.
  package static func pixels(in cells: Size, cell: Size?) -> Size {
    let cell = cell ?? usualCell
    return Size(cells.columns * cell.columns, cells.rows * cell.rows)
  }

  /// `pixels` over `cells` cells; nil where there is nothing to show.
  package static func encode(
    _ pixels: Pixels, _ format: PixelProtocol, cells: Size, cell: Size?
  ) -> PixelPicture? {
    guard pixels.width > 0, pixels.height > 0, cells.columns > 0, cells.rows > 0 else { return nil }
    let cell = cell ?? usualCell
    let number: Int =
      switch format {
      case .sixel: CHAFA_SHIM_SIXEL
      case .kitty: CHAFA_SHIM_KITTY
      case .iterm2: CHAFA_SHIM_ITERM2
      }
    var length = 0
    let text = pixels.bytes.withUnsafeBufferPointer { bytes in
      chafa_shim_encode(
        Int32(number), bytes.baseAddress, Int32(pixels.width), Int32(pixels.height),
        Int32(cells.columns), Int32(cells.rows), Int32(cell.columns), Int32(cell.rows), &length)
    }
    guard let text else { return nil }
    defer { free(text) }
    let encoded = text.withMemoryRebound(to: UInt8.self, capacity: length) {
      Array(UnsafeBufferPointer(start: $0, count: length))
    }
    return PixelPicture(format: format, size: cells, bytes: encoded)
  }
}
