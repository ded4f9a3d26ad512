import Architectures
import Terminal

extension State {
  mutating func performInVariants(_ action: Action) -> [Effect] {
    if let moved = Self.moved(
      variants.cursorIndex, by: action, count: variants.rows.count, page: page)
    {
      variants.cursorIndex = moved
      return []
    }
    switch action {
    case .filter: variants.isFiltering = true
    case .mark:
      guard let row = variants.current else { return [] }
      if variants.marked.contains(row.name) {
        variants.marked.removeAll { $0 == row.name }
      } else {
        variants.marked.append(row.name)
      }
      variants.cursorIndex += 1
    case .compare: overlay = .comparison(scroll: 0)
    case .sort:
      let orders = VariantList.Order.allCases
      let index = orders.firstIndex(of: variants.order) ?? 0
      variants.order = orders[(index + 1) % orders.count]
    case .pull:
      if let row = variants.current { return pull(row.name) }
    case .activate, .right:
      if let row = variants.current { return choose(row) }
    default: break
    }
    return []
  }

  private mutating func pull(_ variant: String) -> [Effect] {
    notice = nil  // the job's progress stands in its place
    return jobs.start(.pull(variant: variant))
  }

  /// Makes a network the subject; one without weights asks what to do.
  private mutating func choose(_ row: VariantFacts) -> [Effect] {
    guard row.weights == .installed else {
      overlay = .weights(
        WeightsDialog(variant: row.name, canPull: row.weights == .downloadable))
      return []
    }
    use(AskedNetwork(row.name))
    return []
  }

  /// Makes a network the subject.
  mutating func use(_ network: AskedNetwork) {
    subject.network = network
    jobs.forgetFailure(.answer)
    architecture.show(network.variant)
    cam.layer = nil
    cam.failures = [:]
    cam.target = .rank(0)
    notice = Notice(
      .done, "using \(network.variant)" + (network.isUntrained ? " with random weights" : ""))
  }

  /// Acts on the choice under the cursor of the weights dialog.
  mutating func decide(_ dialog: WeightsDialog) -> [Effect] {
    overlay = nil
    switch dialog.choices[min(dialog.cursor, dialog.choices.count - 1)] {
    case .pull:
      subject.network = AskedNetwork(dialog.variant)
      return pull(dialog.variant)
    case .untrained:
      use(AskedNetwork(dialog.variant, checkpoint: "random:0"))
    case .cancel: break
    }
    return []
  }

  mutating func performInArchitecture(_ action: Action) -> [Effect] {
    if let moved = Self.moved(
      architecture.cursor, by: action, count: architecture.rows.count, page: page)
    {
      architecture.cursor = moved
      return []
    }
    switch action {
    case .activate:
      if let row = architecture.current, row.isOpen != nil { architecture.toggle(row.place) }
    case .right:
      if let row = architecture.current, row.isOpen == false { architecture.toggle(row.place) }
    case .left: closeRow()
    case .expandAll: architecture.toggleAll()
    case .nextMeasure:
      let all = ArchitectureTree.Measure.allCases
      let index = all.firstIndex(of: architecture.measure) ?? 0
      architecture.measure = all[(index + 1) % all.count]
      notice = Notice(.hint, "bars of \(architecture.measure.rawValue)")
    case .timeLayers:
      architecture.measure = .time
      let checkpoint =
        architecture.variant == subject.network.variant ? subject.network.checkpoint : nil
      return jobs.start(
        .profile(
          AskedNetwork(architecture.variant, checkpoint: checkpoint),
          resolution: architecture.resolution))
    case .raiseResolution: architecture.compute(at: min(1024, architecture.resolution + 32))
    case .lowerResolution: architecture.compute(at: max(32, architecture.resolution - 32))
    default: break
    }
    return []
  }

  /// Closes the row under the cursor, or goes to the row it belongs to.
  private mutating func closeRow() {
    guard let row = architecture.current else { return }
    if row.isOpen == true { return architecture.toggle(row.place) }
    if let parent = architecture.rows[..<architecture.cursor].lastIndex(where: {
      $0.depth < row.depth
    }) {
      architecture.cursor = parent
    }
  }

  mutating func performInPredict(_ action: Action) -> [Effect] {
    let count = subject.currentAnswer?.classes.count ?? 0
    if let moved = Self.moved(predict.cursor, by: action, count: count, page: page) {
      predict.cursor = moved
      return []
    }
    switch action {
    case .activate:
      cam.target = .rank(predict.cursor)
      show(.cam)
    case .chooseClass: overlay = .classes(ClassPicker())
    default: break
    }
    return []
  }

  mutating func performInFiles(_ action: Action) -> [Effect] {
    if let moved = Self.moved(files.cursorIndex, by: action, count: files.rows.count, page: page) {
      files.cursorIndex = moved
      return []
    }
    switch action {
    case .filter: files.isFiltering = true
    case .hidden: files.showsHidden.toggle()
    case .recent:
      files.showsRecent.toggle()
      files.cursorIndex = 0
    case .left where files.showsRecent: files.showsRecent = false
    case .left: return jobs.start(.listing(directory: files.directory.parentDirectory))
    case .activate, .right:
      guard let entry = files.current else { return [] }
      guard entry.kind == .picture else { return jobs.start(.listing(directory: entry.path)) }
      open(entry.path)
      if action == .activate { show(.predict) }
    default: break
    }
    return []
  }
}

extension String {
  /// The directory above this one.
  package var parentDirectory: String {
    if self == "." { return ".." }
    if self == ".." || hasSuffix("/..") { return self + "/.." }
    return directoryPath
  }
}
