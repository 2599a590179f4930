using System.Runtime.CompilerServices;

namespace DeAI.Chain.Cryptography.Lanes;

/// <summary>
/// Eight points of edwards25519, one in each lane, in extended coordinates: x = X / Z, y = Y / Z, T = X Y / Z (Hisil, Wong, Carter, Dawson,
/// "Twisted Edwards Curves Revisited", section 3). The formulas hold for all points of the curve, of whatever order.
/// </summary>
internal struct PointLanes
{
    public FieldLanes X;
    public FieldLanes Y;
    public FieldLanes Z;
    public FieldLanes T;

    /// <summary>The identity in every lane.</summary>
    public static PointLanes Identity
    {
        get
        {
            PointLanes identity = default;
            identity.Y.L0 = System.Runtime.Intrinsics.Vector512.Create(1L);
            identity.Z.L0 = identity.Y.L0;
            return identity;
        }
    }

    /// <summary>2 p (same paper, section 3.3).</summary>
    /// <param name="point">Replaced by its double.</param>
    /// <param name="extended">Whether T is needed next: another doubling does without it.</param>
    [SkipLocalsInit]
    public static void Double(ref PointLanes point, bool extended)
    {
        Unsafe.SkipInit(out FieldLanes xx);
        Unsafe.SkipInit(out FieldLanes yy);
        Unsafe.SkipInit(out FieldLanes zz);
        Unsafe.SkipInit(out FieldLanes sum);
        Unsafe.SkipInit(out FieldLanes e);
        Unsafe.SkipInit(out FieldLanes f);
        Unsafe.SkipInit(out FieldLanes g);
        Unsafe.SkipInit(out FieldLanes h);
        FieldLanes.Square(ref xx, point.X);
        FieldLanes.Square(ref yy, point.Y);
        FieldLanes.SquareTwice(ref zz, point.Z);
        FieldLanes.Add(ref sum, point.X, point.Y);
        FieldLanes.Square(ref sum, sum);
        FieldLanes.Add(ref h, yy, xx);
        FieldLanes.Subtract(ref g, yy, xx);
        FieldLanes.Subtract(ref e, sum, h);
        FieldLanes.Subtract(ref f, zz, g);
        Complete(ref point, e, f, g, h, extended);
    }

    /// <summary>p + q (same paper, section 3.1, with q prepared).</summary>
    /// <param name="point">Replaced by the sum; its T is used.</param>
    /// <param name="other">q.</param>
    /// <param name="extended">As in <see cref="Double"/>.</param>
    [SkipLocalsInit]
    public static void Add(ref PointLanes point, in PreparedLanes other, bool extended)
    {
        Unsafe.SkipInit(out FieldLanes a);
        Unsafe.SkipInit(out FieldLanes b);
        Unsafe.SkipInit(out FieldLanes c);
        Unsafe.SkipInit(out FieldLanes d);
        Unsafe.SkipInit(out FieldLanes e);
        Unsafe.SkipInit(out FieldLanes f);
        Unsafe.SkipInit(out FieldLanes g);
        Unsafe.SkipInit(out FieldLanes h);
        FieldLanes.Subtract(ref a, point.Y, point.X);
        FieldLanes.Multiply(ref a, a, other.Difference);
        FieldLanes.Add(ref b, point.Y, point.X);
        FieldLanes.Multiply(ref b, b, other.Sum);
        FieldLanes.Multiply(ref c, point.T, other.T2D);
        FieldLanes.Multiply(ref d, point.Z, other.Z);
        FieldLanes.Add(ref d, d, d);
        FieldLanes.Subtract(ref e, b, a);
        FieldLanes.Subtract(ref f, d, c);
        FieldLanes.Add(ref g, d, c);
        FieldLanes.Add(ref h, b, a);
        Complete(ref point, e, f, g, h, extended);
    }

    private static void Complete(ref PointLanes point, in FieldLanes e, in FieldLanes f, in FieldLanes g, in FieldLanes h, bool extended)
    {
        FieldLanes.Multiply(ref point.X, e, f);
        FieldLanes.Multiply(ref point.Y, g, h);
        FieldLanes.Multiply(ref point.Z, f, g);
        if (extended)
        {
            FieldLanes.Multiply(ref point.T, e, h);
        }
    }
}
