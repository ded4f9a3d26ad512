extension Network {
  /// Peak number of activation elements in memory if every layer writes a tensor of its own.
  ///
  /// An engine that fuses layers needs less.
  package func peakActivations(height: Int, width: Int) -> Int {
    liveActivations(height: height, width: width).max() ?? inputChannels * height * width
  }

  /// For each layer the activation elements in memory while it runs, if every layer writes a tensor of
  /// its own.
  ///
  /// A tensor is kept from the layer that writes it to the last layer that reads it; the image
  /// counts too.
  package func liveActivations(height: Int, width: Int) -> [Int] {
    let shapes = shapes(height: height, width: width)
    let image = inputChannels * height * width
    var lastReader = [Layer.image: 0]
    for layer in layers {
      for index in layer.inputs + [layer.index] { lastReader[index] = layer.index }
    }
    var freed = Array(repeating: 0, count: layers.count)
    for (index, reader) in lastReader where freed.indices.contains(reader) {
      freed[reader] += index == Layer.image ? image : shapes[index].count
    }
    var live = image
    return layers.map { layer in
      live += shapes[layer.index].count
      defer { live -= freed[layer.index] }
      return live
    }
  }

  /// Size of all parameters in float32, running statistics included, in bytes.
  package var weightBytes: Int { 4 * parameters.reduce(0) { $0 + $1.count } }
}
