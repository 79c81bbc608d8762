extension AreaTable {
    /// The areas of 1997: eight wijken of Amersfoort with three to be added (§1), five of Deventer (§2.2), eleven of Dordrecht, four
    /// of them intensive (§3.1, §3.2), four stadsdelen of Tilburg with the aandachtsgebied Stockhasselt (§4.2, §4.3), eight wijken of
    /// Utrecht (§6.2). Where the report names an area it has that name, elsewhere a number; it does not say which four are
    /// intensive, nor what one area's number of inhabitants is. Codes are local: CBS knows no stadsdeel, and these wijken are not
    /// today's.
    static let report1997Lines = """
        AME;Amersfoort;stad;;;
        AME-1;Wijk 1;wijk;AME;;
        AME-2;Wijk 2;wijk;AME;;
        AME-3;Wijk 3;wijk;AME;;
        AME-4;Wijk 4;wijk;AME;;
        AME-5;Wijk 5;wijk;AME;;
        AME-6;Wijk 6;wijk;AME;;
        AME-7;Wijk 7;wijk;AME;;
        AME-8;Wijk 8;wijk;AME;;
        AME-9;Kattenbroek;wijk;AME;;gepland
        AME-10;Nieuwland;wijk;AME;;gepland
        AME-11;Hooglanderveen;wijk;AME;;gepland
        DEV;Deventer;stad;;;
        DEV-1;Wijk 1;wijk;DEV;;
        DEV-2;Wijk 2;wijk;DEV;;
        DEV-3;Wijk 3;wijk;DEV;;
        DEV-4;Wijk 4;wijk;DEV;;
        DEV-5;Wijk 5;wijk;DEV;;
        DOR;Dordrecht;stad;;;
        DOR-1;Wijk 1;wijk;DOR;;intensief
        DOR-2;Wijk 2;wijk;DOR;;intensief
        DOR-3;Wijk 3;wijk;DOR;;intensief
        DOR-4;Wijk 4;wijk;DOR;;intensief
        DOR-5;Wijk 5;wijk;DOR;;extensief
        DOR-6;Wijk 6;wijk;DOR;;extensief
        DOR-7;Wijk 7;wijk;DOR;;extensief
        DOR-8;Wijk 8;wijk;DOR;;extensief
        DOR-9;Wijk 9;wijk;DOR;;extensief
        DOR-10;Wijk 10;wijk;DOR;;extensief
        DOR-11;Wijk 11;wijk;DOR;;extensief
        TIL;Tilburg;stad;;;
        TIL-1;Tilburg-Noord;stadsdeel;TIL;;
        TIL-1-1;Stockhasselt;aandachtsgebied;TIL-1;;
        TIL-2;Stadsdeel 2;stadsdeel;TIL;;
        TIL-3;Stadsdeel 3;stadsdeel;TIL;;
        TIL-4;Stadsdeel 4;stadsdeel;TIL;;
        UTR;Utrecht;stad;;;
        UTR-1;Wijk 1;wijk;UTR;;
        UTR-2;Wijk 2;wijk;UTR;;
        UTR-3;Wijk 3;wijk;UTR;;
        UTR-4;Wijk 4;wijk;UTR;;
        UTR-5;Wijk 5;wijk;UTR;;
        UTR-6;Wijk 6;wijk;UTR;;
        UTR-7;Wijk 7;wijk;UTR;;
        UTR-8;Wijk 8;wijk;UTR;;
        """
}
