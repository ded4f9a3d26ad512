import Explanations
import Support

/// Decodes a picture of the Files screen: the one under the cursor, then those whose thumbnails are
/// in view.
package struct PreviewJob: Job {
  package static let kind = JobKind("preview", .files, "opening the picture")
  package var path: String

  package static func desired(in state: State) -> PreviewJob? {
    state.screen == .files ? state.filesScreen.missingPreview.map { PreviewJob(path: $0) } : nil
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> PictureFacts {
    PictureFacts(
      try Photograph(reading: path, pixelLimit: workbench.pixelLimit),
      limit: PictureFacts.previewSide)
  }

  package func finish(_ picture: PictureFacts, in state: inout State) {
    state.screens.files.previews.keep(picture)
  }

  package func fail(_ failure: Failure, in state: inout State) {
    state.screens.files.previews.keep(failure, at: path)
  }
}
