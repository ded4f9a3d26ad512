import CCairo
import Imaging

// The parts of cairo that only documents of several pages need.

extension CairoCanvas {
  /// A PDF document, sizes in points; cairo passes its bytes to `write`, which returns success.
  init(
    documentWidth width: Double, height: Double, metadata: PDFDocument.Metadata,
    write: @escaping (UnsafeBufferPointer<UInt8>) -> Bool
  ) {
    let sink = ByteSink(forward: write)
    let surface = cairo_pdf_surface_create_for_stream(
      ByteSink.write, Unmanaged.passUnretained(sink).toOpaque(), width, height)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, metadata.title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, metadata.creator)
    if !metadata.date.isEmpty {
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, metadata.date)
    }
    if !metadata.keywords.isEmpty {
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, metadata.keywords)
    }
    guard let surface else { preconditionFailure("cairo gives a surface, be it one in error") }
    self.init(isPicture: false, surface: surface, sink: sink)
  }

  /// Ends the current page.
  func showPage() { cairo_show_page(context) }

  /// Ends the document; returns whether everything was drawn and written.
  func finish() -> Bool {
    cairo_surface_finish(surface)
    return cairo_status(context) == CAIRO_STATUS_SUCCESS
      && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
  }

  /// Adds an entry to the document's outline; its target is the top of `page`.
  func addOutline(_ title: String, page: Int) {
    _ = cairo_pdf_surface_add_outline(
      surface, Int32(CAIRO_PDF_OUTLINE_ROOT), title, "page=\(page) pos=[0 0]",
      cairo_pdf_outline_flags_t(0))
  }

  /// Draws `picture`, scaled to a rectangle in points.
  func place(_ picture: Picture, x: Double, y: Double, width: Double, height: Double) {
    let source = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32(picture.width), Int32(picture.height))
    defer { cairo_surface_destroy(source) }
    guard let data = cairo_image_surface_get_data(source) else { return }
    let stride = Int(cairo_image_surface_get_stride(source))
    picture.pixels.withUnsafeBufferPointer { pixels in
      for row in 0..<picture.height {
        for column in 0..<picture.width {
          let place = (row * picture.width + column) * picture.channels
          let pixel =
            UInt32(pixels[place]) << 16 | UInt32(pixels[place + 1]) << 8 | UInt32(pixels[place + 2])
          UnsafeMutableRawPointer(data + row * stride + 4 * column)
            .storeBytes(of: pixel, as: UInt32.self)
        }
      }
    }
    cairo_surface_mark_dirty(source)
    cairo_save(context)
    cairo_translate(context, x, y)
    cairo_scale(context, width / Double(picture.width), height / Double(picture.height))
    cairo_set_source_surface(context, source, 0, 0)
    cairo_paint(context)
    cairo_restore(context)
  }
}
