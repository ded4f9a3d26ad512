import CCairo
import Imaging

/// A cairo surface and context for a PNG picture, an SVG file or a PDF document.
struct CairoCanvas: ~Copyable {
  private let isPicture: Bool
  let surface, context: OpaquePointer
  private let sink: ByteSink

  /// A white canvas of a size in points, each of `scale` × `scale` pixels in a PNG.
  init(_ format: PlotPicture.Format, width: Double, height: Double, scale: Double) {
    let sink = ByteSink()
    let target = Unmanaged.passUnretained(sink).toOpaque()
    switch format {
    case .png:
      self.init(
        width: Int((width * scale).rounded()), height: Int((height * scale).rounded()),
        scale: scale)
      return
    case .svg:
      self.init(
        isPicture: false,
        surface: cairo_svg_surface_create_for_stream(ByteSink.write, target, width, height),
        sink: sink)
    case .pdf:
      self.init(
        isPicture: false,
        surface: cairo_pdf_surface_create_for_stream(ByteSink.write, target, width, height),
        sink: sink)
    }
    paintWhite()
  }

  /// A white picture of a size in pixels, `scale` of them a unit.
  init(width: Int, height: Int, scale: Double) {
    self.init(
      isPicture: true,
      surface: cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)),
      sink: ByteSink())
    paintWhite()
    cairo_scale(context, scale, scale)
  }

  private func paintWhite() {
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
  }

  /// A canvas for a surface that writes to `sink`; takes ownership of the surface.
  init(isPicture: Bool, surface: OpaquePointer, sink: ByteSink) {
    (self.isPicture, self.surface, self.sink) = (isPicture, surface, sink)
    context = cairo_create(surface)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// The bytes of the finished file; a PNG's pixels per inch stand in it unless nil.
  consuming func bytes(dotsPerInch: Int? = nil) -> [UInt8] {
    if isPicture, let dotsPerInch {
      let size = (
        Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface))
      )
      // A picture that cairo can hold is never too large for a PNG.
      return (try? picture(width: size.0, height: size.1).encodedPNG(dotsPerInch: dotsPerInch))
        ?? []
    }
    if isPicture {
      cairo_surface_write_to_png_stream(
        surface, ByteSink.write, Unmanaged.passUnretained(sink).toOpaque())
    }
    cairo_surface_finish(surface)
    return sink.bytes
  }

  /// Makes the units `factor` times as large.
  func enlarge(by factor: Double) { cairo_scale(context, factor, factor) }

  /// Moves the origin of the coordinates.
  func shift(x: Double, y: Double) { cairo_translate(context, x, y) }

  /// The drawing as a picture of `width` × `height` pixels.
  consuming func picture(width: Int, height: Int) -> Picture {
    cairo_surface_flush(surface)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * width * height)
    let stride = Int(cairo_image_surface_get_stride(surface))
    if let data = cairo_image_surface_get_data(surface) {
      for row in 0..<height {
        for column in 0..<width {
          // A pixel of RGB24 is a 32-bit integer 0x00RRGGBB in the machine's byte order.
          let pixel = UnsafeRawPointer(data + row * stride + 4 * column).load(as: UInt32.self)
          pixels.append(UInt8(truncatingIfNeeded: pixel >> 16))
          pixels.append(UInt8(truncatingIfNeeded: pixel >> 8))
          pixels.append(UInt8(truncatingIfNeeded: pixel))
        }
      }
    }
    return Picture(width: width, height: height, pixels: pixels)
  }

  /// Whether the chosen font is a real one.
  ///
  /// If no font is installed, cairo uses a built-in one that lacks most characters.
  var hasFont: Bool {
    guard let font = cairo_get_scaled_font(context) else { return false }
    return cairo_scaled_font_status(font) == CAIRO_STATUS_SUCCESS
      && cairo_scaled_font_get_type(font) == CAIRO_FONT_TYPE_FT
  }

  /// Sets grey antialiasing without hinting, independent of the screen's settings.
  func setPlainSmoothing() {
    guard let options = cairo_font_options_create() else { return }
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  func fill(x: Double, y: Double, width: Double, height: Double) {
    cairo_rectangle(context, x, y, width, height)
    cairo_fill(context)
  }

  /// Sets the colour of what is drawn next; opacity from 0 to 1.
  func setColor(_ color: RGBColor, opacity: Double = 1) {
    cairo_set_source_rgba(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255,
      opacity)
  }

  /// Draws a line through `points`, `width` units wide.
  func stroke(_ points: [(x: Double, y: Double)], width: Double, isDashed: Bool = false) {
    guard !points.isEmpty else { return }
    let dashes = isDashed ? [4 * width, 3 * width] : []
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    cairo_set_line_width(context, width)
    trace(points)
    cairo_stroke(context)
  }

  /// Fills the polygon of `points`.
  func fill(_ points: [(x: Double, y: Double)]) {
    trace(points)
    cairo_close_path(context)
    cairo_fill(context)
  }

  /// Starts a path and draws lines through `points`; the first line of an empty path is a move.
  private func trace(_ points: [(x: Double, y: Double)]) {
    for point in points { cairo_line_to(context, point.x, point.y) }
  }

  /// Draws a circle, filled or as a line.
  func circle(x: Double, y: Double, radius: Double, isFilled: Bool) {
    cairo_new_sub_path(context)
    cairo_arc(context, x, y, radius, 0, 2 * Double.pi)
    if isFilled {
      cairo_fill(context)
    } else {
      cairo_set_dash(context, [], 0, 0)
      cairo_set_line_width(context, 1.5)
      cairo_stroke(context)
    }
  }

  /// Restricts drawing to a rectangle until `unclip`.
  func clip(x: Double, y: Double, width: Double, height: Double) {
    cairo_save(context)
    cairo_rectangle(context, x, y, width, height)
    cairo_clip(context)
  }

  func unclip() { cairo_restore(context) }

  /// Chooses the sans-serif or the monospaced font and its size.
  func setFont(size: Double, isBold: Bool = false, isMonospaced: Bool = false) {
    cairo_select_font_face(
      context, isMonospaced ? "monospace" : "sans-serif", CAIRO_FONT_SLANT_NORMAL,
      isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
  }

  func width(of text: String) -> Double {
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// Writes `text` with its anchor at (x, y): `alignment` 0 is its left end, 1 its right end.
  func write(
    _ text: String, x: Double, y: Double, alignment: Double = 0, isVertical: Bool = false
  ) {
    cairo_save(context)
    cairo_translate(context, x, y)
    if isVertical { cairo_rotate(context, -Double.pi / 2) }
    cairo_move_to(context, -alignment * width(of: text), 0)
    cairo_show_text(context, text)
    cairo_restore(context)
    cairo_new_path(context)
  }
}

/// Receives the bytes that cairo writes: stores them, or passes them to `forward`.
final class ByteSink {
  var bytes: [UInt8] = []
  private let forward: ((UnsafeBufferPointer<UInt8>) -> Bool)?

  init(forward: ((UnsafeBufferPointer<UInt8>) -> Bool)? = nil) { self.forward = forward }

  static let write: cairo_write_func_t = { closure, data, length in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
    let piece = UnsafeBufferPointer(start: data, count: Int(length))
    if let forward = sink.forward {
      return forward(piece) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR
    }
    sink.bytes.append(contentsOf: piece)
    return CAIRO_STATUS_SUCCESS
  }
}
