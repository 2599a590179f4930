namespace DeAI.Chain.Learning;

/// <summary>The fixed-point formats of kernel version 1: fraction bits unless said otherwise.</summary>
internal static class KernelFormat
{
    public const int InputBits = 6;
    public const int ActivationBits = 4;
    public const int WeightBits = 6;
    public const int MasterBits = 20;

    /// <summary>From masters to weights.</summary>
    public const int WeightShift = MasterBits - WeightBits;

    /// <summary>Outputs of the heads: logits, and minutes in units of 32 minutes, which is Q5 in minutes.</summary>
    public const int OutputBits = ActivationBits + WeightBits;

    public const int MinuteBits = 5;

    /// <summary>A head's gradient is Q15: the exponent of its unit.</summary>
    public const int HeadExponent = -15;

    /// <summary>log2 of the batch, over which gradients are averaged.</summary>
    public const int BatchBits = 8;

    /// <summary>Masters of weights round into [-127, 127].</summary>
    public const int WeightBound = 127 << WeightShift;

    /// <summary>Masters of biases: plus and minus 8.</summary>
    public const int BiasBound = 8 << MasterBits;

    /// <summary>Heads are padded to one vector of 512 bits; the padding stays zero and is no parameter.</summary>
    public const int HeadColumns = 16;
}
