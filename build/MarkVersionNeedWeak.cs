using System;
using System.IO;
using System.Text;
#if !ACTORGAZE_NN
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
#endif

#if !ACTORGAZE_NN
/// <summary>Marks one symbol-version need of a library weak, where the system's libstdc++ lacks that version.</summary>
public sealed class MarkVersionNeedWeak : Task
{
    public string Library { get; set; }
    public string Version { get; set; }

    /// <summary>Whatever this system has: the copy is for others too. A weak need of a version that is there changes nothing.</summary>
    public bool Always { get; set; }

    public override bool Execute()
    {
        var marker = Library + ".checked";
        var system = SystemLibrary();
        if (!Always && system != null && Contains(File.ReadAllBytes(system), Version))
        {
            File.WriteAllText(marker, Version + " is in " + system + "\n");
            return true;
        }

        var image = File.ReadAllBytes(Library);
        if (!ActorGaze.Nn.VersionNeed.MarkWeak(image, Version))
        {
            File.WriteAllText(marker, Version + " is not needed, or is weak already\n");
            return true;
        }

        var stamp = File.GetLastWriteTimeUtc(Library);
        var beside = Library + ".new";
        File.WriteAllBytes(beside, image);
        File.SetLastWriteTimeUtc(beside, stamp); // so that the next build does not copy the package's file over it
        File.Delete(Library);
        File.Move(beside, Library);
        File.WriteAllText(marker, Version + " marked weak\n");
        Log.LogMessage(MessageImportance.High, "{0}: {1} is not in {2}; the need for it is marked weak in this copy.",
            Library, Version, Always ? "every system" : system ?? "any libstdc++ found");
        return true;
    }

    private static string SystemLibrary()
    {
        foreach (var folder in new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib" })
        {
            var file = Path.Combine(folder, "libstdc++.so.6");
            if (File.Exists(file)) return file;
        }

        return null;
    }

    private static bool Contains(byte[] image, string name)
    {
        var wanted = Encoding.ASCII.GetBytes(name + "\0");
        for (var i = Array.IndexOf(image, wanted[0]); i >= 0 && i + wanted.Length <= image.Length; i = Array.IndexOf(image, wanted[0], i + 1))
        {
            var same = true;
            for (var k = 1; k < wanted.Length && same; k++) same = image[i + k] == wanted[k];
            if (same) return true;
        }

        return false;
    }
}
#endif

#pragma warning disable IDE0161 // the build task above has no namespace, and its compiler is any
namespace ActorGaze.Nn
{
    /// <summary>Symbol-version needs of a 64-bit little-endian ELF library.</summary>
    internal static class VersionNeed
    {
        private const uint SectionTypeVersionNeed = 0x6ffffffe;
        private const ushort FlagWeak = 0x2;

        /// <summary>False where it is not needed, or is weak already; then nothing is changed.</summary>
        /// <param name="image">A library's bytes; changed in place.</param>
        public static bool MarkWeak(byte[] image, string version)
        {
            var sections = (int)BitConverter.ToUInt64(image, 0x28);
            int size = BitConverter.ToUInt16(image, 0x3a), count = BitConverter.ToUInt16(image, 0x3c);
            var marked = false;
            for (var i = 0; i < count; i++)
            {
                var header = sections + i * size;
                if (BitConverter.ToUInt32(image, header + 4) != SectionTypeVersionNeed) continue;

                var strings = (int)BitConverter.ToUInt64(image, sections + (int)BitConverter.ToUInt32(image, header + 40) * size + 24);
                marked |= MarkWeakIn(image, version, (int)BitConverter.ToUInt64(image, header + 24), strings);
            }

            return marked;
        }

        /// <summary>Walks Elf64_Verneed and its Elf64_Vernaux entries.</summary>
        private static bool MarkWeakIn(byte[] image, string version, int need, int strings)
        {
            var marked = false;
            while (true)
            {
                var entry = need + (int)BitConverter.ToUInt32(image, need + 8);
                for (var left = BitConverter.ToUInt16(image, need + 2); left > 0; left--)
                {
                    var flags = BitConverter.ToUInt16(image, entry + 4);
                    if (NameAt(image, strings + (int)BitConverter.ToUInt32(image, entry + 8)) == version && (flags & FlagWeak) == 0)
                    {
                        BitConverter.GetBytes((ushort)(flags | FlagWeak)).CopyTo(image, entry + 4);
                        marked = true;
                    }

                    entry += (int)BitConverter.ToUInt32(image, entry + 12);
                }

                var next = (int)BitConverter.ToUInt32(image, need + 12);
                if (next == 0) return marked;
                need += next;
            }
        }

        private static string NameAt(byte[] image, int at)
        {
            var end = Array.IndexOf(image, (byte)0, at);
            return Encoding.ASCII.GetString(image, at, end - at);
        }
    }
}
