import Support

extension Failure {
  /// An image that could not be read.
  public init(_ error: ImagingError, subject: String) {
    let text = error.text
    let status: ExitStatus =
      switch error {
      case .outOfMemory: .software
      case .notEncodable: .cannotCreate
      default: .badData
      }
    self.init(
      status, "\(text.what) failed on", subject, because: text.why, advice: text.whatToDo)
  }
}
