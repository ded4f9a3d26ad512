import CCairo
import Imaging

/// A page that cairo draws on, as a picture or as vectors.
///
/// Everything is collected in memory; cairo hands the finished bytes to a callback.
struct CairoCanvas: ~Copyable {
  enum Kind { case png, svg }

  private let isPicture: Bool
  let surface: OpaquePointer
  let context: OpaquePointer
  private let sink: ByteSink

  init(_ kind: Kind, width: Int, height: Int, scale: Double) {
    let sink = ByteSink()
    let surface: OpaquePointer
    switch kind {
    case .png:
      surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32((Double(width) * scale).rounded()),
        Int32((Double(height) * scale).rounded()))
    case .svg:
      surface = cairo_svg_surface_create_for_stream(
        ByteSink.write, Unmanaged.passUnretained(sink).toOpaque(), Double(width), Double(height))
    }
    self.init(isPicture: kind == .png, surface: surface, sink: sink)
    if kind == .png { cairo_scale(context, scale, scale) }
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
  }

  /// A canvas over a surface that writes to `sink`.
  init(isPicture: Bool, surface: OpaquePointer, sink: ByteSink) {
    self.isPicture = isPicture
    self.surface = surface
    self.sink = sink
    context = cairo_create(surface)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// The finished file.
  consuming func bytes() -> [UInt8] {
    if isPicture {
      cairo_surface_write_to_png_stream(
        surface, ByteSink.write, Unmanaged.passUnretained(sink).toOpaque())
    }
    cairo_surface_finish(surface)
    return sink.bytes
  }

  /// Moves the origin of all that follows.
  func shift(x: Double, y: Double) { cairo_translate(context, x, y) }

  /// What was drawn, as a picture of `width` × `height` pixels.
  consuming func picture(width: Int, height: Int) -> Picture {
    cairo_surface_flush(surface)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * width * height)
    let stride = Int(cairo_image_surface_get_stride(surface))
    if let data = cairo_image_surface_get_data(surface) {
      for row in 0..<height {
        for column in 0..<width {
          // RGB24 holds blue first on machines with the low byte first.
          let pixel = UnsafeRawPointer(data + row * stride + 4 * column).load(as: UInt32.self)
          pixels.append(UInt8(truncatingIfNeeded: pixel >> 16))
          pixels.append(UInt8(truncatingIfNeeded: pixel >> 8))
          pixels.append(UInt8(truncatingIfNeeded: pixel))
        }
      }
    }
    return Picture(width: width, height: height, pixels: pixels)
  }

  /// Whether the chosen face is a real font; without any installed cairo falls back to a few
  /// hand-drawn strokes that lack most letters.
  var hasFont: Bool {
    guard let font = cairo_get_scaled_font(context) else { return false }
    return cairo_scaled_font_status(font) == CAIRO_STATUS_SUCCESS
      && cairo_scaled_font_get_type(font) == CAIRO_FONT_TYPE_FT
  }

  /// Letters smoothed in grey at their exact places, the same for every screen's settings.
  func setPlainSmoothing() {
    guard let options = cairo_font_options_create() else { return }
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  /// A filled rectangle.
  func fill(x: Double, y: Double, width: Double, height: Double) {
    cairo_rectangle(context, x, y, width, height)
    cairo_fill(context)
  }

  /// Red, green and blue from 0 to 255.
  func setColor(_ color: (red: UInt8, green: UInt8, blue: UInt8), opacity: Double = 1) {
    cairo_set_source_rgba(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255,
      opacity)
  }

  /// A line through `points`.
  func stroke(
    _ points: [(x: Double, y: Double)], width: Double, isDashed: Bool = false, closes: Bool = false
  ) {
    guard let first = points.first else { return }
    let dashes = isDashed ? [4 * width, 3 * width] : []
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    cairo_set_line_width(context, width)
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    if closes { cairo_close_path(context) }
    cairo_stroke(context)
  }

  /// The area within `points`.
  func fill(_ points: [(x: Double, y: Double)]) {
    guard let first = points.first else { return }
    cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
    cairo_close_path(context)
    cairo_fill(context)
  }

  /// A circle, filled or as a line.
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

  /// Draws only within a rectangle until `unclip`.
  func clip(x: Double, y: Double, width: Double, height: Double) {
    cairo_save(context)
    cairo_rectangle(context, x, y, width, height)
    cairo_clip(context)
  }

  /// Ends `clip`.
  func unclip() { cairo_restore(context) }

  /// Chooses a size of the sans-serif face, or of the one whose letters are equally wide.
  func setFont(size: Double, isBold: Bool = false, isMonospaced: Bool = false) {
    cairo_select_font_face(
      context, isMonospaced ? "monospace" : "sans-serif", CAIRO_FONT_SLANT_NORMAL,
      isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
  }

  /// The width that `text` takes.
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

/// Receives the bytes that cairo writes: keeps them, or hands them on.
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
