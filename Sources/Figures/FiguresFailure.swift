import Support

extension FiguresError: FailureReason {
  public var status: ExitStatus { .unavailable }

  public var why: String { "no font is installed" }

  public var advice: String? { "install one, such as Debian's fonts-dejavu-core" }
}
