package io.compuerta.policy.signal.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every family with values made for the purpose, right and wrong. */
class IdentifiersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ES_DNI        | El de siempre es 12345678Z, gracias
            ES_DNI        | documento 12.345.678-Z
            ES_NIE        | es X1234567L sin más
            ES_NIE        | Y-1.234.567-X
            ES_CIF        | la firma A58818501 pagó
            ES_NUSS       | seguridad social 281234567840
            MX_CURP       | GOMC850312HDFNRR09
            MX_RFC        | RFC GOMC850312AB1
            AR_CUIT       | 20-12345678-6
            AR_DNI        | DNI 28.059.392
            CL_RUT        | 12.345.678-5
            CO_NIT        | NIT 800.197.268-4
            CO_CC         | cédula 1.032.456.789
            PE_RUC        | RUC 20131312955
            PE_DNI        | DNI peruano 41234567
            BR_CPF        | 529.982.247-25
            BR_CNPJ       | 11.222.333/0001-81
            PT_NIF        | contribuinte 123456789
            IT_CF         | RSSMRA85T10A562S
            FR_NIR        | sécurité sociale 255081416802538
            DE_TAXID      | Steuer-ID 86095742719
            UK_NINO       | AB 12 34 56 C
            US_SSN        | 536-22-8145
            IBAN          | ES91 2100 0418 4502 0005 1332
            IBAN          | gb82west12345698765432
            CREDIT_CARD   | 4539 1488 0343 6467
            CREDIT_CARD   | card 378282246310005
            BANK_ACCOUNT  | 2100 0418 45 0200051332
            BANK_ACCOUNT  | CLABE 032180000118359719
            BANK_ACCOUNT  | CBU 2850590940090418135201
            PASSPORT      | pasaporte PAB482913
            DRIVER_LICENSE| driver's license number is D4829157
            LICENSE_PLATE | coche con matrícula 4821 KLM
            LICENSE_PLATE | the car, plate AB12 CDE
            EMAIL         | escribe a nadie.ninguno+a@correo.example.
            PHONE         | llama al 612 345 678
            PHONE         | +44 7911 123456
            PHONE         | 0034 944 233 167
            PHONE         | (415) 555-0132
            IP            | 192.0.2.44
            IP            | 2001:db8:85a3::8a2e:370:7334
            MAC           | 3c:22:fb:9a:01:7e
            DOB           | nacida el 3 de agosto de 1951
            DOB           | born on March 9, 1990
            ID            | NHC: 4471920
            ID            | NºCol: 28 28 41975
            ID            | customer number 88213457
            USERNAME      | username: jdoe_92
            SECRET        | AKIAIOSFODNN7EXAMPLE
            SECRET        | password: Tr0ub4dor&3
            SECRET        | https://root:hunter2x@db.example/
            """)
    void isFoundAsItsType(PiiType type, String text) {
        List<PiiFinding> found = PiiScanner.standard().scan(text);

        assertThat(found).extracting(PiiFinding::type).contains(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wrong DNI letter      | El de siempre es 12345678A, gracias
            wrong NIE letter      | es X1234567A sin más
            wrong CIF digit       | la firma A58818502 pagó
            wrong CUIT digit      | va 20-12345678-5 ahí
            wrong RUT digit       | va 12.345.678-4 ahí
            wrong CPF digit       | va 529.982.247-24 ahí
            wrong CNPJ digit      | va 11.222.333/0001-80 ahí
            wrong fiscal code     | va RSSMRA85T10A562T ahí
            wrong IBAN digit      | va GB83 WEST 1234 5698 7654 32 ahí
            wrong card digit      | va 4539 1488 0343 6468 ahí
            wrong CCC digit       | va 2100 0418 46 0200051332 ahí
            barred NINO prefix    | va GB 12 34 56 C ahí
            unassigned SSN        | va 000-22-8145 ahí
            octet above 255       | va 192.0.2.444 ahí
            no hexadecimal        | va 3c:22:fb:9a:01:7z ahí
            no top-level domain   | va nadie@correo ahí
            plate without vehicle | va AB12 CDE ahí
            cédula without label  | va 1.032.456.789 ahí
            date without birth    | va 3 de agosto de 1951 ahí
            annotation            | va @Override ahí
            order number          | el pedido 612345678 va ahí
            version               | la versión 10.4.2.1 va ahí
            amount                | va 1.234.567,89 € ahí
            """)
    void isLeftAlone(String why, String text) {
        assertThat(PiiScanner.standard().scan(text)).as(why).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ES_DNI       | mi DNI es 12345678A
            AR_CUIT      | mi CUIT es 20-12345678-5
            IBAN         | mi IBAN es ES92 2100 0418 4502 0005 1332
            CREDIT_CARD  | mi tarjeta es 4539 1488 0343 6468
            BANK_ACCOUNT | mi cuenta es 2100 0418 46 0200051332
            """)
    void mistypedBehindItsLabelIsStillTheirs(PiiType type, String text) {
        assertThat(PiiScanner.standard().scan(text))
                .extracting(PiiFinding::type)
                .containsExactly(type);
    }
}
