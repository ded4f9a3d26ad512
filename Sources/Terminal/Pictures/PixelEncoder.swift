internal import CChafa
import Glibc

/// Encodes images in a terminal's image protocol with libchafa.
package enum PixelEncoder {
  /// The assumed cell size in pixels for a terminal that does not report it.
  package static let usualCell = Size(8, 16)

  /// The size in pixels of `cells` cells, with `cell` pixels each.
  package static func pixels(in cells: Size, cell: Size?) -> Size {
    let cell = cell ?? usualCell
    return Size(cells.columns * cell.columns, cells.rows * cell.rows)
  }

  /// Encodes `pixels` to cover `cells` cells; nil if either is empty or libchafa returns nothing.
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
