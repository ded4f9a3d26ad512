extension Network {
  /// Elements that are alive at once when every layer writes a tensor of its own, at their most.
  ///
  /// A tensor lives from the layer that writes it to the last that reads it; the image counts. An
  /// engine that fuses layers needs less, so this is what the network asks for, not what a run takes.
  public func peakActivations(height: Int, width: Int) -> Int {
    let shapes = shapes(height: height, width: width)
    var lastReader = Array(layers.indices)
    var imageReader = 0
    for layer in layers {
      for input in layer.inputs {
        if input == Layer.image {
          imageReader = layer.index
        } else {
          lastReader[input] = layer.index
        }
      }
    }
    var freed: [Int] = Array(repeating: 0, count: layers.count)
    for layer in layers { freed[lastReader[layer.index]] += shapes[layer.index].count }
    freed[imageReader] += inputChannels * height * width
    var live = inputChannels * height * width
    var peak = live
    for layer in layers {
      live += shapes[layer.index].count
      peak = max(peak, live)
      live -= freed[layer.index]
    }
    return peak
  }

  /// Bytes of all tensors of a checkpoint in single precision, running statistics included.
  public var weightBytes: Int { 4 * parameters.reduce(0) { $0 + $1.count } }
}
